from django.urls import URLPattern, URLResolver, include, path

from commonplace.stories.views import asked, beginning, leads, narrative, objecting, stories, story, telling

one: list[URLPattern | URLResolver] = [
    path("", story.story, name="story"),
    path("step", telling.step_new, name="story_step_new"),
    path("name", telling.story_name, name="story_name"),
    path("reach", story.story_reach, name="story_reach"),
    path("confirm", story.story_confirm, name="story_confirm"),
    path("read-back", story.story_read_back, name="story_read_back"),
    path("withdraw", story.story_withdraw, name="story_withdraw"),
    path("back", story.story_back, name="story_back"),
    path("throw-away", story.story_throw_away, name="story_throw_away"),
    path("steps/<int:step>/", telling.step, name="story_step"),
    path("steps/<int:step>/out", telling.step_out, name="story_step_out"),
    path("steps/<int:step>/link", telling.step_link, name="story_step_link"),
    path("steps/<int:step>/points/<int:point>/out", telling.step_unlink, name="story_step_unlink"),
    path("steps/<int:step>/object", objecting.step_object, name="story_step_object"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/value/stories/", stories.stories, name="stories"),
    path("c/<slug:slug>/value/stories/new", beginning.story_new, name="story_new"),
    path("c/<slug:slug>/value/stories/yours", stories.stories_yours, name="stories_yours"),
    path("c/<slug:slug>/value/stories/leads", leads.leads, name="story_leads"),
    path("c/<slug:slug>/value/stories/leads/follow", leads.follow, name="story_leads_follow"),
    path("c/<slug:slug>/value/stories/leads/<int:pk>", leads.lead, name="story_lead"),
    path("c/<slug:slug>/value/stories/later/<int:pk>", asked.asked, name="story_asked"),
    path("c/<slug:slug>/value/stories/held/<int:pk>", objecting.objection, name="story_objection"),
    path("c/<slug:slug>/value/stories/<int:pk>/", include(one)),
    path("me/narrative", narrative.narrative, name="my_narrative"),
]
