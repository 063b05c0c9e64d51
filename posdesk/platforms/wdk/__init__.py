"""WDK: receipts to alibaba.wdk.order.sync over the Taobao Open Platform (contracts.md, section 3)."""
