"""The list of prints (Alt+P): what needs a word, what waits, what was handed over, and each printer now."""
