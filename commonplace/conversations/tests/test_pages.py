def test_pages_smoke(signed_in, hal, rosa, tomasz, asked, answered):
    c = signed_in(hal)
    for path in [
        "",
        "new",
        "drafts/",
        f"{asked.pk}/",
        f"{asked.pk}/closure",
        f"{asked.pk}/move",
        f"{asked.pk}/amplification",
        f"{asked.pk}/posts/2/outcome",
        f"{asked.pk}/posts/1/text",
        f"{asked.pk}/posts/1/history",
        f"{asked.pk}/?quote=2&from=2",
        "?show=waiting",
        "?show=mine&kind=tip",
        "similar?title=valve+sings",
    ]:
        r = c.get(f"/c/stick/conversations/{path}")
        assert r.status_code == 200, path
    assert c.get("/c/stick/topics/valves").status_code == 200
    r = c.post(f"/c/stick/conversations/{asked.pk}/posts", {"text": "Thank you"})
    assert r.status_code == 302
    r = c.post(
        "/c/stick/conversations/new",
        {"kind": "tip", "title": "x", "text": "Thank you", "space": "table", "topics": "a, b"},
    )
    assert r.status_code == 302
