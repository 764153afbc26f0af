"""How every page looks and speaks: base templates, components, style, script and places. It knows no other room and has no models."""
