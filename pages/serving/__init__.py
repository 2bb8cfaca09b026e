"""More than one server for a full hall: a Streamlit process for each core behind one address, kept by a proxy.

A Streamlit process uses one core and holds its visitors, their uploads and what they download in memory, so whoever
came to one has to stay with it: ``Caddyfile`` says so, ``login.caddy`` is the place for the office's own login, and
``python -m pages.serving`` starts all of it. The processes share nothing but the store.
"""
