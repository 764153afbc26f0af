"""The places that the pages of a day offer to the rooms above."""

from commonplace.ui.places import publish

publish("today.needs", "viewpoint: more that needs the reader, as items of a list")
publish("today.leaf", "viewpoint: between what is new and the rhythm")
publish("today.margin", "viewpoint: beside today")
publish("front_door.leaf", "nothing: below the communities, for whoever is not signed in")
