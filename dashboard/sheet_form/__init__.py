"""The tablet form: a v2 component that speaks to the HTTP routes, and the page around it."""
