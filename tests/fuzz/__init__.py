"""Every reader of the program against bytes of any kind.

`python -m tests.fuzz` lets atheris look for inputs, guided by what they reach; the tests here go over those that are kept in
`tests/data/fuzz`, and over some that hypothesis makes of them.
"""
