"""How what the outbox holds reaches people: in words, by mail and by gateways.

This layer stands between the services, which say what is to go out, and the window, the server and
the command line, which see to it that it does.
"""
