"""`sokovia serve`: each refusal, each limit, and a run in a real browser."""
