from django.urls import path

from commonplace.fitness.views import answering, by_link, rounds, surveys

urlpatterns = [
    path("round/<str:token>", by_link.fitness_by_link, name="fitness_by_link"),
    path("round/by-letter/<str:code>", by_link.fitness_by_code, name="fitness_by_code"),
    path("c/<slug:slug>/fitness/", rounds.fitness, name="fitness"),
    path("c/<slug:slug>/fitness/open", rounds.fitness_open, name="fitness_open"),
    path("c/<slug:slug>/fitness/close", rounds.fitness_close, name="fitness_close"),
    path("c/<slug:slug>/fitness/<int:number>", rounds.fitness_round, name="fitness_round"),
    path("c/<slug:slug>/fitness/<int:number>/answer", answering.fitness_answer, name="fitness_answer"),
    path("c/<slug:slug>/fitness/<int:number>/by-letter", answering.fitness_by_letter, name="fitness_by_letter"),
    path("c/<slug:slug>/fitness/<int:number>/paper", answering.fitness_paper, name="fitness_paper"),
    path("c/<slug:slug>/fitness/<int:number>/type-in", answering.fitness_type_in, name="fitness_type_in"),
    path("c/<slug:slug>/fitness/<int:number>/decide", rounds.fitness_decide, name="fitness_decide"),
    path("c/<slug:slug>/fitness/<int:number>/talk", rounds.fitness_talk, name="fitness_talk"),
    path("c/<slug:slug>/fitness/<int:number>/take-away", rounds.fitness_take_away, name="fitness_take_away"),
    path("c/<slug:slug>/fitness/surveys/new", surveys.fitness_survey_new, name="fitness_survey_new"),
    path("c/<slug:slug>/fitness/surveys/<int:pk>", surveys.fitness_survey, name="fitness_survey"),
]
