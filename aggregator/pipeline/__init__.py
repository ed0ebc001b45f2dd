"""The stages composed.

poll     one feed's turn: claim → fetch → digest → store; the diagram of the whole
digest   what a child process does with a document: parse, tag
stories  what is stored, into stories
writer   the one read-write connection and its thread
rounds   who is polled when
engine   all of it, opened and closed together
"""
