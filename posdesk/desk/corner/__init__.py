"""What is seen of posdesk behind another program: a card in the corner, the taskbar, the tray (row 10)."""
