"""The product's side of `http.command`: the lamps of `common.testing.lodge` as a service process."""

from common.testing.lodge import LODGE
from common.web.app import create_app

app = create_app(LODGE)
