"""How every page looks and speaks: templates, components, style, script, places. No models, no room below but lib."""
