"""The community's own short reasons, kept by stewards and chosen where a reason is asked."""
