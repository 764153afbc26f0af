"""What moving archives in brings to the rooms below."""

from commonplace.transfer import places
from commonplace.ui.places import register

register("about.margin", query=places.archives, template="transfer/margin.html", order=80)
