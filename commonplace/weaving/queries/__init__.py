"""Who could meet whom, what somebody was asked, and the coffees of a month."""
