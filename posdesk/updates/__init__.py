"""A new version: looked for where the chain lays it, proven by its signature, and switched to by a person.

`launcher` is what starts posdesk, `manifest` what is signed, `source` a folder or an address of the chain's
own, `taking` a package into versions/, `installed` what lies there and how it is switched to, `open_work`
what must be done before. Nothing here runs by itself, and nothing is called where no place is set.
"""
