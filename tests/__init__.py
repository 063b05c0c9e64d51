"""The tests mirror posdesk/, one package for one."""
