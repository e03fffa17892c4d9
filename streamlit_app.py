"""The ASGI application: the routes of the tablet form beside the Streamlit pages."""

from starlette.middleware import Middleware
from starlette.routing import Mount
from streamlit.starlette import App

from dashboard import logs
from dashboard.api import api
from dashboard.headers import SecurityHeaders
from dashboard.promptness import prompt_answers
from dashboard.told_home import ToldHome
from dashboard.unknown_pages import UnknownPages
from dashboard.widgets.faults import show_fault

# Again, because Streamlit and uvicorn have brought handlers of their own meanwhile.
logs.configure()

app = App(
    "dashboard/main.py",
    routes=[Mount("/api", api)],
    middleware=[Middleware(SecurityHeaders), Middleware(UnknownPages), Middleware(ToldHome)],
    lifespan=prompt_answers,
    on_script_error=show_fault,
)
