"""What the desk says in the language on screen; words know no paint."""
