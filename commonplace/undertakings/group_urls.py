"""Addresses of benchmarks and of learning projects."""

from django.urls import URLPattern, URLResolver, include, path

from commonplace.undertakings.views import benchmark, benchmark_set_up, looking_out, project, taking_part

mutual_benchmark: list[URLPattern | URLResolver] = [
    path("", benchmark.mutual_benchmark, name="mutual_benchmark"),
    path("periods/<int:period_pk>/numbers", benchmark.benchmark_numbers, name="benchmark_numbers"),
    path("sheet", benchmark.benchmark_sheet, name="benchmark_sheet"),
    path("set-up", benchmark_set_up.benchmark_set_up, name="benchmark_set_up"),
    path("measures/new", benchmark_set_up.measure_new, name="measure_new"),
    path("measures/<int:measure_pk>", benchmark_set_up.measure_change, name="measure_change"),
    path("measures/<int:measure_pk>/removing", benchmark_set_up.measure_removing, name="measure_removing"),
    path("measures/<int:measure_pk>/opening", benchmark_set_up.benchmark_opening, name="benchmark_opening"),
    path("measures/<int:measure_pk>/showing", benchmark.benchmark_showing, name="benchmark_showing"),
    path("periods/<int:period_pk>/removing", benchmark_set_up.period_removing, name="period_removing"),
    path("lessons/new", benchmark.lesson_new, name="lesson_new"),
    path("lessons/<int:lesson_pk>", benchmark.lesson_change, name="lesson_change"),
    path("lessons/<int:lesson_pk>/yes", benchmark.lesson_yes, name="lesson_yes"),
]

external_benchmark: list[URLPattern | URLResolver] = [
    path("", looking_out.external_benchmark, name="external_benchmark"),
    path("practice", looking_out.outside_practice, name="outside_practice"),
    path("outside-sources/new", looking_out.source_new, name="source_new"),
    path("outside-sources/<int:source_pk>", looking_out.source_change, name="source_change"),
    path("beside/new", looking_out.yardstick_new, name="yardstick_new"),
    path("beside/<int:yardstick_pk>", looking_out.yardstick_change, name="yardstick_change"),
    path("fit", looking_out.outside_fit, name="outside_fit"),
    path("finding", looking_out.outside_finding, name="outside_finding"),
]

learning_project: list[URLPattern | URLResolver] = [
    path("", project.learning_project, name="learning_project"),
    path("note", project.project_noting, name="project_noting"),
    path("learned/<int:note_pk>", project.project_note, name="project_note"),
    path("milestones/new", project.milestone_new, name="milestone_new"),
    path("milestones/<int:milestone_pk>", project.project_milestone, name="project_milestone"),
    path("product", project.project_product, name="project_product"),
    path("closing", project.project_closing, name="project_closing"),
]

# Each kind, its beginning and its page, beneath a community.
urlpatterns: list[URLPattern | URLResolver] = [
    path("mutual-benchmarks/new", benchmark.mutual_benchmark_beginning, name="mutual_benchmark_beginning"),
    path("mutual-benchmarks/<int:pk>/", include(mutual_benchmark)),
    path("external-benchmarks/new", looking_out.external_benchmark_beginning, name="external_benchmark_beginning"),
    path("external-benchmarks/<int:pk>/", include(external_benchmark)),
    path("learning-projects/new", project.learning_project_beginning, name="learning_project_beginning"),
    path("learning-projects/<int:pk>/", include(learning_project)),
    path("undertakings/<int:pk>/part", taking_part.undertaking_taking_part, name="undertaking_taking_part"),
    path("undertakings/<int:pk>/parts/", taking_part.undertaking_group, name="undertaking_group"),
    path(
        "undertakings/<int:pk>/parts/<int:part_pk>", taking_part.undertaking_letting_in, name="undertaking_letting_in"
    ),
    path("undertakings/<int:pk>/leaving", taking_part.undertaking_leaving, name="undertaking_leaving"),
]
