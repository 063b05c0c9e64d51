"""The engine: everything that waits on the network, in one asyncio thread, without Qt."""
