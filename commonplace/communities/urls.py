from django.urls import URLPattern, URLResolver, path

from commonplace.communities.charter import views as charter
from commonplace.communities.joining.views import asking, greeting, inviting, links
from commonplace.communities.looks import views as looks
from commonplace.communities.membership.views import belonging, everyone, members
from commonplace.communities.moderation.views import desk as moderation
from commonplace.communities.moderation.views import of_person
from commonplace.communities.neutral import views as neutral
from commonplace.communities.people.views import face, people
from commonplace.communities.reasons import views as reasons
from commonplace.communities.roles import views as roles
from commonplace.communities.settings.views import arranging, modules
from commonplace.communities.spaces import views as spaces
from commonplace.communities.sponsors import views as sponsors
from commonplace.communities.topics import views as topics

urlpatterns: list[URLPattern | URLResolver] = [
    # Coming in and going.
    path("c/<slug:slug>/join", asking.join, name="join"),
    path("c/<slug:slug>/join/withdrawal", asking.join_withdrawal, name="join_withdrawal"),
    path("c/<slug:slug>/requests/", asking.join_requests, name="join_requests"),
    path("c/<slug:slug>/requests/<int:pk>", asking.join_request, name="join_request"),
    path("c/<slug:slug>/invitations/", inviting.invitations, name="invitations"),
    path("c/<slug:slug>/invitations/links/", links.group_links, name="group_links"),
    path("c/<slug:slug>/invitations/links/<int:pk>/end", links.group_link_end, name="group_link_end"),
    path("c/<slug:slug>/invitations/many", inviting.many_invitations, name="many_invitations"),
    path("c/<slug:slug>/invitations/<int:pk>/withdrawal", inviting.invitation_withdrawal, name="invitation_withdrawal"),
    path("c/<slug:slug>/leaving", belonging.leaving, name="leaving"),
    path("c/<slug:slug>/sponsoring/end", sponsors.sponsoring_end, name="sponsoring_end"),
    path("c/<slug:slug>/naming", belonging.naming, name="naming"),
    path("c/<slug:slug>/pace", belonging.pace, name="pace"),
    path("c/<slug:slug>/looks", looks.looks, name="looks"),
    path("c/<slug:slug>/neutral-ground", neutral.neutral_ground, name="neutral_ground"),
    path("c/<slug:slug>/neutral-ground/own", neutral.neutral_own, name="neutral_own"),
    path("c/<slug:slug>/neutral-ground/look", neutral.neutral_look, name="neutral_look"),
    path("c/<slug:slug>/neutral-ground/<int:pk>", neutral.neutral_word, name="neutral_word"),
    path("c/<slug:slug>/people/<int:pk>/hello", greeting.hello, name="hello"),
    path("c/<slug:slug>/roles/", roles.roles, name="roles"),
    path("c/<slug:slug>/roles/<int:pk>/brief", roles.role_brief, name="role_brief"),
    path("c/<slug:slug>/roles/<int:pk>/handover", roles.handover, name="handover"),
    path("faces/<int:pk>", face.face, name="face"),
    # What the community says of itself, and who is here.
    path("c/<slug:slug>/about", charter.about, name="about"),
    path("c/<slug:slug>/charter/<int:number>", charter.charter_revision, name="charter_revision"),
    path("c/<slug:slug>/charter/<slug:key>", charter.charter_section, name="charter_section"),
    path("c/<slug:slug>/people/", people.people, name="people"),
    path("c/<slug:slug>/people/<int:pk>/", people.person, name="person"),
    # Moderation.
    path("c/<slug:slug>/moderation/", moderation.moderation, name="moderation"),
    path("c/<slug:slug>/moderation/log", moderation.moderation_log, name="moderation_log"),
    path("c/<slug:slug>/moderation/yours", of_person.held_back_of_mine, name="held_of_mine"),
    path("c/<slug:slug>/moderation/people/<int:pk>", of_person.moderated, name="moderated"),
    path("c/<slug:slug>/moderation/looked/<slug:kind>/<int:object_id>", moderation.looked, name="looked"),
    path("c/<slug:slug>/moderation/holds/<int:pk>/release", moderation.release, name="release"),
    path("c/<slug:slug>/moderation/holds/<int:pk>/appeal", moderation.appeal, name="appeal"),
    path("c/<slug:slug>/flag/<slug:kind>/<int:object_id>", moderation.flag, name="flag"),
    path("c/<slug:slug>/hold/<slug:kind>/<int:object_id>", moderation.hold, name="hold"),
    # Settings, for stewards.
    path("c/<slug:slug>/settings", arranging.settings, name="settings"),
    path("c/<slug:slug>/settings/spaces/", spaces.settings_spaces, name="settings_spaces"),
    path("c/<slug:slug>/settings/spaces/<int:pk>", spaces.settings_space, name="settings_space"),
    path("c/<slug:slug>/settings/spaces/<int:pk>/seats/", spaces.settings_seats, name="settings_seats"),
    path("c/<slug:slug>/settings/spaces/<int:pk>/seats/<int:seat>", spaces.settings_seat, name="settings_seat"),
    path("c/<slug:slug>/settings/members/", everyone.settings_members, name="settings_members"),
    path("c/<slug:slug>/settings/members/many", everyone.settings_many, name="settings_many"),
    path("c/<slug:slug>/settings/members/many/undo", everyone.settings_many_undo, name="settings_many_undo"),
    path("c/<slug:slug>/settings/members/export", everyone.settings_export, name="settings_export"),
    path("c/<slug:slug>/settings/members/<int:pk>", members.settings_member, name="settings_member"),
    path("c/<slug:slug>/settings/members/<int:pk>/roles/", members.settings_roles, name="settings_roles"),
    path("c/<slug:slug>/settings/members/<int:pk>/removal", members.settings_removal, name="settings_removal"),
    path("c/<slug:slug>/settings/roles/<int:pk>/end", members.settings_role, name="settings_role"),
    path("c/<slug:slug>/settings/modules/", modules.settings_modules, name="settings_modules"),
    path("c/<slug:slug>/settings/modules/<slug:code>", modules.settings_module, name="settings_module"),
    path("c/<slug:slug>/settings/reasons/", reasons.settings_reasons, name="settings_reasons"),
    path("c/<slug:slug>/settings/reasons/<int:pk>", reasons.settings_reason, name="settings_reason"),
    path("c/<slug:slug>/settings/sponsors/", sponsors.settings_sponsors, name="settings_sponsors"),
    path("c/<slug:slug>/settings/sponsors/<int:pk>", sponsors.settings_sponsor, name="settings_sponsor"),
    path("c/<slug:slug>/settings/topics/", topics.settings_topics, name="settings_topics"),
    path("c/<slug:slug>/settings/topics/<int:pk>", topics.settings_topic, name="settings_topic"),
    path("c/<slug:slug>/settings/topics/<int:pk>/words/", topics.settings_synonyms, name="settings_synonyms"),
    path(
        "c/<slug:slug>/settings/topics/<int:pk>/words/<int:synonym>", topics.settings_synonym, name="settings_synonym"
    ),
    path("c/<slug:slug>/settings/topics/<int:pk>/broader", topics.settings_broader, name="settings_broader"),
    path("c/<slug:slug>/settings/topics/<int:pk>/merger", topics.settings_merger, name="settings_merger"),
    path(
        "c/<slug:slug>/settings/topics/<int:pk>/merger/<int:merger>", topics.settings_parting, name="settings_parting"
    ),
]
