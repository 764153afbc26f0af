"""What every test may use."""

import os

from hypothesis import HealthCheck, settings

# Quick by default; HYPOTHESIS_PROFILE=thorough looks longer. No deadline: a first query on a cold database is slow.
settings.register_profile("quick", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
