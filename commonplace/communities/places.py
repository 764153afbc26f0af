"""The places that pages of a community offer to the rooms above."""

from commonplace.ui.places import publish

publish("about.margin", "viewpoint: who looks at the about page of which community")
publish(
    "people.leaf",
    'viewpoint, asked, shown: the directory, below the people (their ids in shown) found for what was asked ("" for'
    " nothing)",
)
publish("person.leaf", "person: whose page it is; viewpoint: who looks, from which community")
publish("person.margin", "person: whose page it is; viewpoint: who looks, from which community")
