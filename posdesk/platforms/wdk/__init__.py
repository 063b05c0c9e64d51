"""WDK: receipts to alibaba.wdk.order.sync over the Taobao Open Platform (contracts.md, section 3)."""

from posdesk.platforms.wdk.client import sign

__all__ = ["sign"]
