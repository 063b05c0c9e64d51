"""WDK behind the Taobao Open Platform as the documents have it: receipts, taken as often as they come."""
