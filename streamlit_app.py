"""The ASGI application: the routes of the tablet form beside the Streamlit pages."""

from starlette.routing import Mount
from streamlit.starlette import App

from dashboard.api import api
from dashboard.promptness import prompt_answers
from dashboard.widgets.faults import show_fault

app = App(
    "dashboard/main.py",
    routes=[Mount("/api", api)],
    lifespan=prompt_answers,
    on_script_error=show_fault,
)
