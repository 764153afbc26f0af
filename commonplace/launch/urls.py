from django.urls import path

from commonplace.launch.views import interviews, issues, launch, starting, strands, terms, yours

urlpatterns = [
    path("c/<slug:slug>/launch/", launch.launch, name="launch"),
    path("c/<slug:slug>/launch/begin", launch.launch_begin, name="launch_begin"),
    path("c/<slug:slug>/launch/interviews/", interviews.interviews, name="interviews"),
    path("c/<slug:slug>/launch/interviews/new", interviews.interview_new, name="interview_new"),
    path("c/<slug:slug>/launch/interviews/sheet", interviews.interview_sheet, name="interview_sheet"),
    path("c/<slug:slug>/launch/interviews/<int:pk>", interviews.interview, name="interview"),
    path("c/<slug:slug>/launch/interviews/<int:pk>/erasing", interviews.interview_erasing, name="interview_erasing"),
    path("c/<slug:slug>/launch/interviews/<int:pk>/answered", interviews.interview_answered, name="interview_answered"),
    path("c/<slug:slug>/launch/interviews/<int:pk>/asking", interviews.interview_asking, name="interview_asking"),
    path("c/<slug:slug>/launch/kit", launch.launch_kit, name="launch_kit"),
    path("c/<slug:slug>/launch/issues/", issues.issues, name="issues"),
    path("c/<slug:slug>/launch/issues/<int:pk>", issues.issue, name="issue"),
    path("c/<slug:slug>/launch/issues/<int:pk>/dropping", issues.issue_dropping, name="issue_dropping"),
    path("c/<slug:slug>/launch/start", starting.launch_start, name="launch_start"),
    path("c/<slug:slug>/launch/dates", starting.launch_dates, name="launch_dates"),
    path("c/<slug:slug>/launch/begun", starting.launch_begun, name="launch_begun"),
    path("c/<slug:slug>/launch/days", starting.launch_days, name="launch_days"),
    path("c/<slug:slug>/launch/strands/<str:code>", strands.launch_strand, name="launch_strand"),
    path("c/<slug:slug>/launch/terms/", terms.launch_terms, name="launch_terms"),
    path("c/<slug:slug>/launch/terms/<int:pk>", terms.launch_term, name="launch_term"),
    path("c/<slug:slug>/launch/terms/<int:pk>/out", terms.launch_term_out, name="launch_term_out"),
    path("c/<slug:slug>/launch/obstacles/", strands.obstacles, name="obstacles"),
    path("c/<slug:slug>/launch/obstacles/<int:pk>", strands.obstacle, name="obstacle"),
    path("c/<slug:slug>/launch/obstacles/<int:pk>/clearing", strands.obstacle_clearing, name="obstacle_clearing"),
    path("launch/yours/<str:token>", yours.interview_yours, name="interview_yours"),
]
