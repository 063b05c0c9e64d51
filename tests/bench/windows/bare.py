"""The bare window: QApplication, a label, nothing else."""

import sys

from PySide6.QtWidgets import QApplication, QLabel

LINES = "\n".join("The quick brown fox jumps over the lazy dog" for _ in range(20))


def main() -> int:
    """Show it until it is ended."""
    app = QApplication(sys.argv[:1])
    label = QLabel(LINES)
    label.showMaximized()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
