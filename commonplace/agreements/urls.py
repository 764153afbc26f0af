from django.urls import URLPattern, URLResolver, path

from commonplace.agreements.views import choosing, milestones, norms, proposal, proposals, sponsoring

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/agreement/", sponsoring.sponsor_agreement, name="sponsor_agreement"),
    path("c/<slug:slug>/agreement/new", sponsoring.sponsor_agreement_new, name="sponsor_agreement_new"),
    path("c/<slug:slug>/agreement/<int:number>/sign", sponsoring.sponsor_agreement_sign, name="sponsor_agreement_sign"),
    path("c/<slug:slug>/agreement/<int:number>/end", sponsoring.sponsor_agreement_end, name="sponsor_agreement_end"),
    path("c/<slug:slug>/norms", norms.norms, name="norms"),
    path("c/<slug:slug>/milestones/", milestones.milestones, name="milestones"),
    path("c/<slug:slug>/milestones/told/<int:told>/back", milestones.milestone_taken_back, name="milestone_taken_back"),
    path("c/<slug:slug>/proposals/", proposals.proposals, name="proposals"),
    path("c/<slug:slug>/proposals/decided", proposals.proposals_decided, name="proposals_decided"),
    path("c/<slug:slug>/proposals/way", proposals.charter_way, name="charter_way"),
    path("c/<slug:slug>/proposals/steward", choosing.steward_new, name="steward_new"),
    path("c/<slug:slug>/proposals/new/<slug:key>", proposals.proposal_new, name="proposal_new"),
    path("c/<slug:slug>/proposals/<int:pk>/", proposal.proposal, name="proposal"),
    path("c/<slug:slug>/proposals/<int:pk>/tend", choosing.proposal_tend, name="proposal_tend"),
    path("c/<slug:slug>/proposals/<int:pk>/answer", proposal.proposal_answer, name="proposal_answer"),
    path("c/<slug:slug>/proposals/<int:pk>/remark", proposal.proposal_remark, name="proposal_remark"),
    path("c/<slug:slug>/proposals/<int:pk>/reword", proposal.proposal_reword, name="proposal_reword"),
    path("c/<slug:slug>/proposals/<int:pk>/withdraw", proposal.proposal_withdraw, name="proposal_withdraw"),
    path("c/<slug:slug>/proposals/<int:pk>/carry", proposal.proposal_carry, name="proposal_carry"),
    path("c/<slug:slug>/proposals/<int:pk>/objections/<int:said>", proposal.proposal_reply, name="proposal_reply"),
]
