from django.urls import URLPattern, URLResolver, include, path

from commonplace.runs.views import asked, case_note, deciding, deeds, filing, guests, harvest, page

run: list[URLPattern | URLResolver] = [
    path("", page.run, name="run"),
    path("start", deeds.run_start, name="run_start"),
    path("step", deeds.run_step, name="run_step"),
    path("sitting", deeds.run_sitting, name="run_sitting"),
    path("leaving", deeds.run_leaving, name="run_leaving"),
    path("hand", deeds.run_hand, name="run_hand"),
    path("floor", deeds.run_floor, name="run_floor"),
    path("groups", deeds.run_groups, name="run_groups"),
    path("note", deeds.run_note, name="run_note"),
    path("taking-back", deeds.run_taking_back, name="run_taking_back"),
    path("sending-out", deeds.run_sending_out, name="run_sending_out"),
    path("nothing", asked.run_nothing, name="run_nothing"),
    path("came/<int:line>", asked.run_came, name="run_came"),
    path("wish", asked.run_wish, name="run_wish"),
    path("harvest", harvest.run_harvest, name="run_harvest"),
    path("wall", guests.run_wall, name="run_wall"),
    path("deciding", deciding.run_deciding, name="run_deciding"),
    path("taking-on", deciding.run_taking_on, name="run_taking_on"),
    path("done", deciding.run_done, name="run_done"),
    path("letting-go", deciding.run_letting_go, name="run_letting_go"),
    path("moving", deciding.run_moving, name="run_moving"),
    path("carrying", deciding.run_carrying, name="run_carrying"),
    path("asking-again", deciding.run_asking_again, name="run_asking_again"),
    path("case-note", case_note.run_case_note, name="run_case_note"),
    path("filing", filing.run_filing, name="run_filing"),
    path("filing-away", filing.run_filing_away, name="run_filing_away"),
    path("photos/<int:photo>", filing.run_photo, name="run_photo"),
]
table: list[URLPattern | URLResolver] = [
    path("", guests.table, name="table"),
    path("note", guests.table_note, name="table_note"),
    path("hand", guests.table_hand, name="table_hand"),
    path("leaving", guests.table_leaving, name="table_leaving"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/gatherings/<int:pk>/run/", include(run)),
    path("gatherings/table/<int:pk>/", include(table)),
    path("gatherings/wall/<slug:wall>/", guests.wall_door, name="wall_door"),
    path("gatherings/asking/stop/<str:asking_token>", asked.asking_stop, name="asking_stop"),
    path("me/asking", asked.my_asking, name="my_asking"),
    path("gatherings/door/<str:token>/", guests.letter_door, name="letter_door"),
]
