<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CashCard</name>
    <message>
        <source>Count the cash</source>
        <translation>清点现金</translation>
    </message>
    <message>
        <source>Count first</source>
        <translation>先数后看</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>已记下</translation>
    </message>
    <message>
        <source>Sum, yuan</source>
        <translation>总数 元</translation>
    </message>
    <message>
        <source>What lies in the drawer, in yuan</source>
        <translation>钱箱里的现金，元</translation>
    </message>
    <message>
        <source>By notes</source>
        <translation>按面额</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记下</translation>
    </message>
    <message>
        <source>Why it is counted once more</source>
        <translation>为什么重数</translation>
    </message>
    <message>
        <source>What should be there is shown once this is recorded.</source>
        <translation>应有多少，记下后才显示。</translation>
    </message>
    <message>
        <source>Counted {counted}, expected {expected}.</source>
        <translation>清点 {counted}，应有 {expected}。</translation>
    </message>
</context>
<context>
    <name>ChecklistCard</name>
    <message>
        <source>Before closing</source>
        <translation>交班清点</translation>
    </message>
    <message>
        <source>{n} of {all} done</source>
        <translation>{n} / {all} 项已清</translation>
    </message>
</context>
<context>
    <name>ClosingSteps</name>
    <message>
        <source>Who closes it?</source>
        <translation>谁结束这一单？</translation>
    </message>
    <message>
        <source>Who opens it?</source>
        <translation>谁重新打开？</translation>
    </message>
</context>
<context>
    <name>DishList</name>
    <message>
        <source>Remark    {text}</source>
        <translation>备注&#x3000;{text}</translation>
    </message>
    <message>
        <source>Our note    {text}</source>
        <translation>本店备忘&#x3000;{text}</translation>
    </message>
    <message>
        <source>Dishes</source>
        <translation>菜品</translation>
    </message>
</context>
<context>
    <name>EntryStrip</name>
    <message>
        <source>Pickup code, typed or pasted</source>
        <translation>取货码，手输或粘贴</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>查单</translation>
    </message>
    <message>
        <source>Type or paste a code</source>
        <translation>手输或粘贴取货码</translation>
    </message>
    <message>
        <source>Type a code</source>
        <translation>输取货码</translation>
    </message>
    <message>
        <source>That is no pickup code</source>
        <translation>这不是取货码</translation>
    </message>
    <message>
        <source>Scan or type the code of {number}</source>
        <translation>扫或输入 {number} 的取货码</translation>
    </message>
    <message>
        <source>Code of {number}</source>
        <translation>{number} 的取货码</translation>
    </message>
    <message>
        <source>It can&apos;t be verified without the customer&apos;s code</source>
        <translation>没有顾客的码不能核销</translation>
    </message>
    <message>
        <source>Scan or type it</source>
        <translation>扫码或手输</translation>
    </message>
    <message>
        <source>Just scan, no click first</source>
        <translation>直接扫码，不用先点</translation>
    </message>
    <message>
        <source>On any page, with any input method</source>
        <translation>在哪一页都行，输入法开着也行</translation>
    </message>
    <message>
        <source>Just scan</source>
        <translation>直接扫码</translation>
    </message>
    <message>
        <source>On any page</source>
        <translation>哪一页都行</translation>
    </message>
</context>
<context>
    <name>HandPanel</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Say</source>
        <translation>说一句</translation>
    </message>
    <message>
        <source>Who takes it over</source>
        <translation>交给谁</translation>
    </message>
    <message>
        <source>A few words</source>
        <translation>留一句话</translation>
    </message>
    <message>
        <source>{what}. Who takes it over?</source>
        <translation>{what}，交给谁跟进</translation>
    </message>
    <message>
        <source>It is not done, and still there after closing. {what}</source>
        <translation>这件事没有完，交班后还在。{what}</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交给</translation>
    </message>
    <message>
        <source>Hand over to {name}</source>
        <translation>交给 {name}</translation>
    </message>
</context>
<context>
    <name>MovePanel</name>
    <message>
        <source>How much, in yuan</source>
        <translation>多少钱，元</translation>
    </message>
    <message>
        <source>Why, in a few words</source>
        <translation>为什么，写几个字</translation>
    </message>
    <message>
        <source>Cash into the drawer</source>
        <translation>往钱箱里存钱</translation>
    </message>
    <message>
        <source>Cash out of the drawer</source>
        <translation>从钱箱取钱</translation>
    </message>
    <message>
        <source>Pay in</source>
        <translation>存入</translation>
    </message>
    <message>
        <source>Pay out</source>
        <translation>取出</translation>
    </message>
    <message>
        <source>Type the amount, go on with Tab, say why. Only sums stand in the Z.</source>
        <translation>填金额，按 Tab，写原因。Z 单上只有总数。</translation>
    </message>
</context>
<context>
    <name>NotePanel</name>
    <message>
        <source>For the next shift, in a few words</source>
        <translation>给下一班的话</translation>
    </message>
    <message>
        <source>From the shift before: {words}</source>
        <translation>上一班留话：{words}</translation>
    </message>
    <message>
        <source>From this shift: {words}</source>
        <translation>本班留话：{words}</translation>
    </message>
    <message>
        <source>The next shift sees it when it opens. Not for names or phones of customers.</source>
        <translation>下一班开班时看到。别写顾客的姓名和电话。</translation>
    </message>
    <message>
        <source>Leave a note</source>
        <translation>留话</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>留下</translation>
    </message>
</context>
<context>
    <name>OpeningCard</name>
    <message>
        <source>No shift is open</source>
        <translation>还没开班</translation>
    </message>
    <message>
        <source>Count the cash that lies in the drawer now, and open the shift with it.</source>
        <translation>数一数钱箱里现在有多少现金，填好就开班。</translation>
    </message>
    <message>
        <source>Whoever comes next: sign in first, F12.</source>
        <translation>下一位请先登录：F12。</translation>
    </message>
    <message>
        <source>{n} orders were accepted while no shift was open: they go into the next Z.</source>
        <translation>没开班时接了 {n} 单，会算进下一张 Z 单。</translation>
    </message>
    <message>
        <source>Float: the cash in the drawer, in yuan</source>
        <translation>备用金：钱箱里的现金，元</translation>
    </message>
    <message>
        <source>Float, in yuan</source>
        <translation>备用金，元</translation>
    </message>
    <message>
        <source>Open the shift</source>
        <translation>开班</translation>
    </message>
    <message>
        <source>From the shift before: {words}</source>
        <translation>上一班留话：{words}</translation>
    </message>
    <message>
        <source>The shift before was closed {time} by Z {number:04}.</source>
        <translation>上一班 {time} 交班，Z {number:04}。</translation>
    </message>
    <message>
        <source>Print Z {number:04} again</source>
        <translation>补打 Z {number:04}</translation>
    </message>
</context>
<context>
    <name>Orders</name>
    <message>
        <source>Who read it and when is in the record.</source>
        <translation>谁在何时看过，有记录。</translation>
    </message>
    <message>
        <source>Read, end the list</source>
        <translation>已看，结束清单</translation>
    </message>
    <message>
        <source>While this counter was away</source>
        <translation>这个台不在的时候</translation>
    </message>
    <message>
        <source>Of these, {n} need no look or ended over a day ago: F10 finds them.</source>
        <translation>其中 {n} 单不用再看，或一天前已结束：按 F10 可找到。</translation>
    </message>
    <message>
        <source>Open each platform&apos;s own page and look for orders that are not on the left. Accept those there, and write a slip for the kitchen.</source>
        <translation>打开每个平台的商家端，看有没有左边没有的单。有，就在那边接，手写一张给厨房。</translation>
    </message>
    <message>
        <source>What the platforms pushed in those {n} min can&apos;t be fetched.</source>
        <translation>那 {n} 分钟平台推来的单到不了这里，也取不回来。</translation>
    </message>
    <message>
        <source>What came to the chain&apos;s gateway {start} – {end} is no longer kept there.</source>
        <translation>{start} – {end} 送到总部网关的，那里已经不再留着。</translation>
    </message>
    <message>
        <source>The platform says that somebody has dealt with it.</source>
        <translation>平台说已经有人处理。</translation>
    </message>
    <message>
        <source>Its card says what is left to do.</source>
        <translation>还要做什么，看它的卡片。</translation>
    </message>
    <message>
        <source>at another counter, or by the platform</source>
        <translation>别的台，或平台那边</translation>
    </message>
    <message>
        <source>Dealt with meanwhile</source>
        <translation>这段时间已处理的</translation>
    </message>
    <message>
        <source>Go through the list below: it came while this counter was away.</source>
        <translation>逐条看下面的清单：都是这个台不在的时候来的。</translation>
    </message>
    <message>
        <source>Another open order has number {number}, too</source>
        <translation>另有一单未完成，单号也是 {number}</translation>
    </message>
    <message>
        <source>{slip} is not printed</source>
        <translation>{slip}没打</translation>
    </message>
    <message>
        <source>{slip} may not be printed</source>
        <translation>{slip}不知道打没打</translation>
    </message>
    <message>
        <source>We said {time}, stays with us</source>
        <translation>本店约 {time}，只记在本店</translation>
    </message>
    <message>
        <source>Note: {text}</source>
        <translation>备忘：{text}</translation>
    </message>
    <message>
        <source>All packed</source>
        <translation>都装好了</translation>
    </message>
    <message>
        <source>Packed {done} of {wanted}</source>
        <translation>已装 {done} / {wanted}</translation>
    </message>
    <message>
        <source>{what} has not left. {why}</source>
        <translation>{what}尚未发出。{why}</translation>
    </message>
    <message>
        <source>{what} has not arrived. Offline, it is queued</source>
        <translation>{what}还没送到，断网排队中</translation>
    </message>
    <message>
        <source>{what} has not arrived. Offline, queued until {time}</source>
        <translation>{what}还没送到，断网，排队到 {time}</translation>
    </message>
    <message>
        <source>Closed here by {who}: {why}</source>
        <translation>{who} 在本店结束：{why}</translation>
    </message>
    <message>
        <source>Own order, for practice: it counts nowhere</source>
        <translation>自己的单，练习用：哪里都不计</translation>
    </message>
    <message>
        <source>more, see detail</source>
        <translation>样，看详情</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Remark: {text}</source>
        <translation>备注：{text}</translation>
    </message>
    <message>
        <source>{money} paid</source>
        <translation>{money} 已付</translation>
    </message>
    <message>
        <source>{money} to be paid</source>
        <translation>{money} 未付</translation>
    </message>
    <message>
        <source>The order was changed</source>
        <translation>订单改过</translation>
    </message>
    <message>
        <source>{time} late</source>
        <translation>超时 {time}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩 {time}</translation>
    </message>
    <message>
        <source>Pickup as soon as possible</source>
        <translation>尽快自取</translation>
    </message>
    <message>
        <source>Deliver as soon as possible</source>
        <translation>尽快送达</translation>
    </message>
    <message>
        <source>Pre-order, pickup {time}</source>
        <translation>预订 {time} 自取</translation>
    </message>
    <message>
        <source>Pre-order, deliver {time}</source>
        <translation>预订 {time} 送达</translation>
    </message>
    <message>
        <source>Pickup {time}</source>
        <translation>{time} 自取</translation>
    </message>
    <message>
        <source>Deliver {time}</source>
        <translation>{time} 送达</translation>
    </message>
    <message>
        <source>{n} late</source>
        <translation>过 {n} 分</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分</translation>
    </message>
    <message>
        <source>pickup</source>
        <translation>自取</translation>
    </message>
    <message>
        <source>rider</source>
        <translation>骑手</translation>
    </message>
    <message>
        <source>1 item</source>
        <translation>1 样</translation>
    </message>
    <message>
        <source>{n} items</source>
        <translation>{n} 样</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>有改动</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>+{n} more</source>
        <translation>+{n} 样</translation>
    </message>
    <message>
        <source>to accept</source>
        <translation>接单剩余</translation>
    </message>
    <message>
        <source>Too late: the platform may have cancelled it.</source>
        <translation>已过接单时限，平台可能已自动取消。</translation>
    </message>
    <message>
        <source>You can still accept; the platform&apos;s answer decides.</source>
        <translation>仍可接单，结果以平台答复为准。</translation>
    </message>
    <message>
        <source>Unpaid {amount}</source>
        <translation>未付 {amount}</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已付</translation>
    </message>
    <message>
        <source>Unpaid, pay here {amount}</source>
        <translation>未付 到店收款 {amount}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{what}: result unknown</source>
        <translation>{what}结果未知</translation>
    </message>
    <message>
        <source>An answer was lost, then: {answer}. That decides nothing. Look it up there, then say here how it ended.</source>
        <translation>断线后再问，{answer}，还不能断定。请到平台上查看，再在这里说明结果。</translation>
    </message>
    <message>
        <source>The platform gave no clear answer. Look it up there, then say here how it ended.</source>
        <translation>平台没有明确答复。请到平台上查看，再在这里说明结果。</translation>
    </message>
    <message>
        <source>An answer was lost, then: {answer}. That decides nothing; asking again with the same number.</source>
        <translation>断线后再问，{answer}，还不能断定。继续用同一编号再问。</translation>
    </message>
    <message>
        <source>No answer came after it left. Asking again with the same number: it can&apos;t happen twice.</source>
        <translation>发出后断线，平台没有答复。正用同一编号再问，不会重复。</translation>
    </message>
    <message>
        <source>Ask now</source>
        <translation>现在再问</translation>
    </message>
    <message>
        <source>Say how it ended</source>
        <translation>说明结果</translation>
    </message>
    <message>
        <source>Attempt {n}</source>
        <translation>第 {n} 次</translation>
    </message>
    <message>
        <source>next {time}</source>
        <translation>下次 {time}</translation>
    </message>
    <message>
        <source>Changed by the platform: see detail</source>
        <translation>平台改过单，看详情</translation>
    </message>
    <message>
        <source>The sums don&apos;t add up: see detail</source>
        <translation>金额对不上，看详情</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>start {time}</source>
        <translation>{time} 开始做</translation>
    </message>
    <message>
        <source>Why, in a sentence</source>
        <translation>写一句原因</translation>
    </message>
    <message>
        <source>Reprint</source>
        <translation>补打</translation>
    </message>
    <message>
        <source>Catch up</source>
        <translation>补看</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交货</translation>
    </message>
    <message>
        <source>Close here</source>
        <translation>在本店结束</translation>
    </message>
    <message>
        <source>Snooze 60 s</source>
        <translation>稍后 60 秒</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Silent for 60 s</source>
        <translation>静音 60 秒中</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Show phone and address for 10 s</source>
        <translation>显示电话和地址 10 秒</translation>
    </message>
    <message>
        <source>Sort the lane otherwise</source>
        <translation>换一种排序</translation>
    </message>
    <message>
        <source>Nothing was done: {number} was not on the screen.</source>
        <translation>什么也没做：{number} 刚才不在屏幕上。</translation>
    </message>
    <message>
        <source>Here it is now. Press the key again.</source>
        <translation>现在显示出来了，请再按一次。</translation>
    </message>
    <message>
        <source>Find is open. Choose one with the arrow keys, or close it with Esc.</source>
        <translation>正在查找。请用方向键选一单，或按 Esc 关闭。</translation>
    </message>
    <message>
        <source>Nothing was done: the window is too small to show it whole.</source>
        <translation>什么也没做：窗口太小，显示不全。</translation>
    </message>
    <message>
        <source>End the STOPs above with F11, or make the window larger.</source>
        <translation>请先用 F11 确认上面的停单，或把窗口拉大。</translation>
    </message>
    <message>
        <source>See it</source>
        <translation>看这一单</translation>
    </message>
    <message>
        <source>Back to the orders</source>
        <translation>收起，回到订单</translation>
    </message>
    <message>
        <source>Are there others on the platforms?</source>
        <translation>平台上还有没有别的单</translation>
    </message>
    <message>
        <source>Who compared and when is in the record. The notice ends once all are compared.</source>
        <translation>看过的人和时间记在审计里。全部看过，黄条才收起。</translation>
    </message>
    <message>
        <source>not compared yet</source>
        <translation>还没核对</translation>
    </message>
    <message>
        <source>Compared: {name}</source>
        <translation>{name}看过了</translation>
    </message>
    <message>
        <source>All compared</source>
        <translation>全部看过了</translation>
    </message>
    <message>
        <source>Go through the list below, then compare with the platforms&apos; own pages.</source>
        <translation>请照下面的单子一条条看，再到平台的商家端核对。</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过时限</translation>
    </message>
    <message>
        <source>The platform may have cancelled it; its answer decides</source>
        <translation>平台可能已自动取消；还可以接，以平台答复为准</translation>
    </message>
    <message>
        <source>Still possible</source>
        <translation>还来得及</translation>
    </message>
    <message>
        <source>by due time</source>
        <translation>按应出时间</translation>
    </message>
    <message>
        <source>Cancelled meanwhile</source>
        <translation>这段时间取消的</translation>
    </message>
    <message>
        <source>Don&apos;t make it; take out what was made</source>
        <translation>不要做；已做的拿出来</translation>
    </message>
    <message>
        <source>{time} too late to accept.</source>
        <translation>接单超时 {time}。</translation>
    </message>
    <message>
        <source>Ask the customer first, then accept.</source>
        <translation>先问顾客，还要就接。</translation>
    </message>
    <message>
        <source>Not accepted yet.</source>
        <translation>还没接。</translation>
    </message>
    <message>
        <source>Accept it now.</source>
        <translation>现在接。</translation>
    </message>
    <message>
        <source>Cancelled, heard at {time}.</source>
        <translation>取消了，{time} 收到。</translation>
    </message>
    <message>
        <source>Don&apos;t make it.</source>
        <translation>不要做。</translation>
    </message>
    <message>
        <source>Nothing to do.</source>
        <translation>不用做什么。</translation>
    </message>
    <message>
        <source>Accept waited for the line and never left.</source>
        <translation>接单排队时断网，没来得及发。</translation>
    </message>
    <message>
        <source>If it is still on the platform&apos;s page, accept again.</source>
        <translation>看平台商家端；还在就再接。</translation>
    </message>
    <message>
        <source>Accept: result unknown, asking again.</source>
        <translation>接单结果未知，正用同一编号再问。</translation>
    </message>
    <message>
        <source>Make it; don&apos;t press again.</source>
        <translation>先做，不用再按。</translation>
    </message>
    <message>
        <source>Accepted meanwhile, confirmed by the platform.</source>
        <translation>断网时接了，平台已确认。</translation>
    </message>
    <message>
        <source>Make it as usual.</source>
        <translation>照常做。</translation>
    </message>
    <message>
        <source>Not accepted yet, {time} left.</source>
        <translation>还没接，剩 {time}。</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>菜品</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>顾客</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>单号</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Delivery fee</source>
        <translation>配送费</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>优惠</translation>
    </message>
    <message>
        <source>Boxes and fees</source>
        <translation>餐盒等费用</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>付款</translation>
    </message>
    <message>
        <source>Customer did not come</source>
        <translation>顾客没来取</translation>
    </message>
    <message>
        <source>No pickup code, goods given</source>
        <translation>没有取货码，货已给了</translation>
    </message>
    <message>
        <source>Refunded by phone</source>
        <translation>电话里退了款</translation>
    </message>
    <message>
        <source>Done on the platform&apos;s page</source>
        <translation>平台商家端已处理</translation>
    </message>
    <message>
        <source>The same order twice</source>
        <translation>重复的单</translation>
    </message>
    <message>
        <source>Other (write a sentence)</source>
        <translation>其他（写一句）</translation>
    </message>
    <message>
        <source>Close this order here</source>
        <translation>在本店结束这一单</translation>
    </message>
    <message>
        <source>Open this order again</source>
        <translation>重新打开这一单</translation>
    </message>
    <message>
        <source>It comes back to its lane. The platform is told nothing.</source>
        <translation>它回到原来的栏里。不会告诉平台。</translation>
    </message>
    <message>
        <source>The platform did not say that it is over. It rings no more and leaves the lanes; it makes no receipt and no sales figure, and the platform is told nothing. What the platform says later still counts.</source>
        <translation>平台没说这一单完了，也没说取消。结束后：不再响、不占栏；不出小票，不算营业额，也不告诉平台。平台以后再来消息，照样生效。</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>谁</translation>
    </message>
    <message>
        <source>Say your name</source>
        <translation>填姓名</translation>
    </message>
    <message>
        <source>Close it here</source>
        <translation>在本店结束</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>The daily sheet lists it as closed here, not completed, with name and reason.</source>
        <translation>对账单写“在本店结束，没有完成”，记下姓名和原因。</translation>
    </message>
    <message>
        <source>Name and time are recorded.</source>
        <translation>会记下姓名和时间。</translation>
    </message>
    <message>
        <source>No order selected</source>
        <translation>没有选中的单</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Hold to show</source>
        <translation>按住显示</translation>
    </message>
    <message>
        <source>Changed by the platform</source>
        <translation>平台改过单</translation>
    </message>
    <message>
        <source>Dishes and fees are not kept since {date}. They came to {sum}.</source>
        <translation>菜品和费用明细自 {date} 起不再保留，合计 {sum}。</translation>
    </message>
    <message>
        <source>Customer pays</source>
        <translation>顾客应付</translation>
    </message>
    <message>
        <source>Customer paid</source>
        <translation>顾客实付</translation>
    </message>
    <message>
        <source>Discount borne by platform</source>
        <translation>平台承担优惠</translation>
    </message>
    <message>
        <source>Discount borne by store</source>
        <translation>本店承担优惠</translation>
    </message>
    <message>
        <source>Discount borne by agent</source>
        <translation>代理商承担优惠</translation>
    </message>
    <message>
        <source>Discount borne by courier</source>
        <translation>配送承担优惠</translation>
    </message>
    <message>
        <source>Lines add up to the amount paid</source>
        <translation>明细与实付相符</translation>
    </message>
    <message>
        <source>The platform named no amount to compare</source>
        <translation>平台没有给出金额，无法核对</translation>
    </message>
    <message>
        <source>Lines come to {sum}, {difference} apart</source>
        <translation>明细合计 {sum}，相差 {difference}</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Bill no.</source>
        <translation>平台单号</translation>
    </message>
    <message>
        <source>came {time}</source>
        <translation>{time} 来的</translation>
    </message>
    <message>
        <source>number {text}</source>
        <translation>号码 {text}</translation>
    </message>
    <message>
        <source>bill number {text}</source>
        <translation>单号 {text}</translation>
    </message>
    <message>
        <source>phone ends in {text}</source>
        <translation>尾号 {text}</translation>
    </message>
    <message>
        <source>bill number begins with {text}</source>
        <translation>单号以 {text} 开头</translation>
    </message>
    <message>
        <source>{text} in the name</source>
        <translation>名字里有 {text}</translation>
    </message>
    <message>
        <source>Number, last four digits, name, bill number</source>
        <translation>单号、尾号四位、姓名、平台单号</translation>
    </message>
    <message>
        <source>Done today: {n}</source>
        <translation>今天已完成 {n} 单</translation>
    </message>
    <message>
        <source>Found: {n}</source>
        <translation>找到 {n} 单</translation>
    </message>
    <message>
        <source>Done today: {n}, closed here: {closed}</source>
        <translation>今天已完成 {n} 单，在本店结束 {closed} 单</translation>
    </message>
    <message>
        <source>No order is done today</source>
        <translation>今天还没有完成的单</translation>
    </message>
    <message>
        <source>{text} was not found</source>
        <translation>没有找到 {text}</translation>
    </message>
    <message>
        <source>Searched: number, last four digits, name, bill number of all orders kept on this PC</source>
        <translation>查了本机保存的全部订单的单号、尾号四位、姓名、平台单号</translation>
    </message>
    <message>
        <source>done today</source>
        <translation>今天已完成</translation>
    </message>
    <message>
        <source>rings on time</source>
        <translation>到点再响</translation>
    </message>
    <message>
        <source>by arrival</source>
        <translation>按到达先后</translation>
    </message>
    <message>
        <source>overdue first</source>
        <translation>超时在最前</translation>
    </message>
    <message>
        <source>soonest first</source>
        <translation>先到期的在前</translation>
    </message>
    <message>
        <source>{n} more above</source>
        <translation>上面还有 {n} 单</translation>
    </message>
    <message>
        <source>{n} more below, due {time}</source>
        <translation>下面还有 {n} 单  应于 {time}</translation>
    </message>
    <message>
        <source>{n} more below</source>
        <translation>下面还有 {n} 单</translation>
    </message>
    <message>
        <source>Nothing to make</source>
        <translation>没有要做的单</translation>
    </message>
    <message>
        <source>Nothing waits to be fetched</source>
        <translation>没有待取的单</translation>
    </message>
    <message>
        <source>No pre-orders</source>
        <translation>没有预订</translation>
    </message>
    <message>
        <source>No orders to accept</source>
        <translation>没有待接的单</translation>
    </message>
    <message>
        <source>First sign in with F12, then open the shift with Ctrl+5</source>
        <translation>先登录 F12，再开班 Ctrl+5</translation>
    </message>
    <message>
        <source>First sign in with F12</source>
        <translation>先登录 F12</translation>
    </message>
    <message>
        <source>Open the shift with Ctrl+5</source>
        <translation>先开班 Ctrl+5</translation>
    </message>
    <message>
        <source>Nothing received yet</source>
        <translation>还没有收到过</translation>
    </message>
    <message>
        <source>Last received {time}</source>
        <translation>最近收到 {time}</translation>
    </message>
    <message>
        <source>for {n} min</source>
        <translation>等 {n} 分</translation>
    </message>
    <message>
        <source>It is done</source>
        <translation>已做成</translation>
    </message>
    <message>
        <source>It is not done</source>
        <translation>没做成</translation>
    </message>
    <message>
        <source>The record will say: {who} says {what} is done. The platform did not confirm it.</source>
        <translation>将记录为：{who}说{what}已做成。这不是平台的确认。</translation>
    </message>
    <message>
        <source>The record will say: {who} says {what} is not done. The platform did not say so.</source>
        <translation>将记录为：{who}说{what}没做成。这不是平台的答复。</translation>
    </message>
    <message>
        <source>{who}: I looked it up</source>
        <translation>{who}：我已查过</translation>
    </message>
    <message>
        <source>Note to this order</source>
        <translation>给这一单记备忘</translation>
    </message>
    <message>
        <source>It is shown again at pickup and stands on the packing slip. It stays with us.</source>
        <translation>取货时会再显示，打包单上也有。只记在本店。</translation>
    </message>
    <message>
        <source>Keep the note</source>
        <translation>记下</translation>
    </message>
    <message>
        <source>Promise a time: in how many minutes?</source>
        <translation>约时间：几分钟后好？</translation>
    </message>
    <message>
        <source>Stays with us: no platform is told. It stands on the card and on slips printed from now on.</source>
        <translation>只记在本店，不会告诉平台。卡片上和之后打的单子上都有。</translation>
    </message>
    <message>
        <source>What whoever packs it and hands it out should know</source>
        <translation>打包和交货的人要知道的事</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备忘</translation>
    </message>
    <message>
        <source>Promise a time</source>
        <translation>约时间</translation>
    </message>
    <message>
        <source>Packing list</source>
        <translation>打包清单</translation>
    </message>
    <message>
        <source>Packing list open: {done} of {wanted} packed</source>
        <translation>打包清单开着：已装 {done} / {wanted}</translation>
    </message>
    <message>
        <source>Scans check off this order&apos;s dishes. No code is asked of a platform here.</source>
        <translation>扫码只核对这一单的菜，这里不拿码去问平台。</translation>
    </message>
    <message>
        <source>Check the chosen one</source>
        <translation>勾选中的一行</translation>
    </message>
    <message>
        <source>Close the list</source>
        <translation>关上清单</translation>
    </message>
    <message>
        <source>Packed.</source>
        <translation>装好一份。</translation>
    </message>
    <message>
        <source>All packed.</source>
        <translation>都装好了。</translation>
    </message>
    <message>
        <source>Not in this order: take it out of the bag.</source>
        <translation>这一单没有这个：从袋子里拿出来。</translation>
    </message>
    <message>
        <source>One too many: all of these are packed already.</source>
        <translation>多了一份：这样菜已经装够了。</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>{order}: {tender}, received {received}.</source>
        <translation>{order}：{tender}实收 {received}。</translation>
    </message>
    <message>
        <source>{order}: received {received}, change {change}.</source>
        <translation>{order}：实收 {received}，找零 {change}。</translation>
    </message>
    <message>
        <source>Take payment</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>{at} of {n}: the arrow keys show the others</source>
        <translation>第 {at} 种，共 {n} 种：方向键看其他的</translation>
    </message>
    <message>
        <source>Received (type the amount)</source>
        <translation>实收（直接输数字）</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>还差</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>找零</translation>
    </message>
    <message>
        <source>Record {amount} paid</source>
        <translation>确认收款 {amount}</translation>
    </message>
    <message>
        <source>Too busy to make it</source>
        <translation>太忙，来不及做</translation>
    </message>
    <message>
        <source>Sold out</source>
        <translation>卖完了</translation>
    </message>
    <message>
        <source>Address out of reach</source>
        <translation>地址送不到</translation>
    </message>
    <message>
        <source>Closing soon</source>
        <translation>快打烊了</translation>
    </message>
    <message>
        <source>Equipment broken</source>
        <translation>设备坏了</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Refuse: choose a reason</source>
        <translation>拒单，选一个原因</translation>
    </message>
    <message>
        <source>Refuse now</source>
        <translation>确定拒单</translation>
    </message>
    <message>
        <source>The reason stays with us: the platform has no field for it.</source>
        <translation>原因只记在本店，平台没有这一栏，顾客看不到。</translation>
    </message>
    <message>
        <source>Print again: which slip?</source>
        <translation>补打哪一张？</translation>
    </message>
    <message>
        <source>The courier slip shows phone and address: that is noted under your name. Without a PIN, where one is asked for, it prints masked.</source>
        <translation>骑手单有完整电话和地址，会记下是谁打的。要 PIN 而没有输，就打遮住的。</translation>
    </message>
    <message>
        <source>No printer prints slips of this order. Settings, Printers.</source>
        <translation>没有打印机打这单的单子，在“设置”的“打印机”里选。</translation>
    </message>
    <message>
        <source>STOP</source>
        <translation>停</translation>
    </message>
    <message>
        <source>Who stopped making it?</source>
        <translation>谁停下的？</translation>
    </message>
    <message>
        <source>{n} more cancelled: shown as these are acknowledged</source>
        <translation>还有 {n} 单已取消，确认上面的之后显示</translation>
    </message>
    <message>
        <source>{who}: I stopped</source>
        <translation>{who}：我已停下</translation>
    </message>
    <message>
        <source>I stopped (takes a PIN)</source>
        <translation>我停下了（要 PIN）</translation>
    </message>
    <message>
        <source>I stopped (asks your name)</source>
        <translation>我停下了（要填姓名）</translation>
    </message>
    <message>
        <source>Someone else? Sign in first: F12</source>
        <translation>换人确认请先输 PIN（F12）</translation>
    </message>
    <message>
        <source>Stop! Customer cancelled: don&apos;t make it or hand it over</source>
        <translation>停！顾客已取消，别再做、别交给骑手</translation>
    </message>
    <message>
        <source>cancelled {time}</source>
        <translation>{time} 取消</translation>
    </message>
    <message>
        <source>was due {time}</source>
        <translation>原定 {time}</translation>
    </message>
    <message>
        <source>This one: {number}, {time}</source>
        <translation>是这一单：{number}，{time}</translation>
    </message>
    <message>
        <source>Stop them all! Which one did the customer cancel?</source>
        <translation>都先停！顾客取消的是哪一单？</translation>
    </message>
    <message>
        <source>{number} is the number of several open orders. Look on the platform&apos;s page, then say which.</source>
        <translation>有几单未完成的订单单号都是 {number}。请到平台页面核对，再点是哪一单。</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>收掉</translation>
    </message>
    <message>
        <source>Another counter began this payment</source>
        <translation>另一个台已经开始收这笔款</translation>
    </message>
    <message>
        <source>Take the payment here</source>
        <translation>在这里收款</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>PiecesPanel</name>
    <message>
        <source>How many of ¥{piece}</source>
        <translation>¥{piece} 有几张</translation>
    </message>
    <message>
        <source>How many of each. Tab goes on to the next one.</source>
        <translation>每种有几张，按 Tab 到下一种。</translation>
    </message>
    <message>
        <source>Cash by notes and coins</source>
        <translation>按面额清点</translation>
    </message>
    <message>
        <source>Take the sum</source>
        <translation>用这个总数</translation>
    </message>
    <message>
        <source>Only whole numbers go here</source>
        <translation>只能填整数</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Shift</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>Opened {time}, {name}</source>
        <translation>{name} {time} 开班</translation>
    </message>
    <message>
        <source>Open since another day: nobody has closed it</source>
        <translation>从前一天开到现在，还没人交班</translation>
    </message>
    <message>
        <source>Open for {time}</source>
        <translation>已开 {time}</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>备用金</translation>
    </message>
    <message>
        <source>Paid in: {n}</source>
        <translation>存入 {n} 笔</translation>
    </message>
    <message>
        <source>Paid out: {n}</source>
        <translation>取出 {n} 笔</translation>
    </message>
    <message>
        <source>Notes: {n}</source>
        <translation>留话 {n} 条</translation>
    </message>
    <message>
        <source>Leave a note</source>
        <translation>留话</translation>
    </message>
    <message>
        <source>Pay in</source>
        <translation>存入</translation>
    </message>
    <message>
        <source>Pay out</source>
        <translation>取出</translation>
    </message>
    <message>
        <source>Take an X</source>
        <translation>看 X 数</translation>
    </message>
</context>
<context>
    <name>XCard</name>
    <message>
        <source>X</source>
        <translation>X 数</translation>
    </message>
    <message>
        <source>Up to {time}, at any time, without a number</source>
        <translation>到 {time}，随时看，不定号</translation>
    </message>
    <message>
        <source>The receipts behind each figure: Hours, Ctrl+3.</source>
        <translation>要看每个数的小票，去“时段”，Ctrl+3。</translation>
    </message>
</context>
<context>
    <name>ZCard</name>
    <message>
        <source>Z, as it will be</source>
        <translation>Z 单预览</translation>
    </message>
    <message>
        <source>Numbered at closing, then never changed</source>
        <translation>交班时定号，之后不能改</translation>
    </message>
    <message>
        <source>No printer is set for the Z: it stands in the journal.</source>
        <translation>没设打 Z 单的打印机：Z 单记在账里。</translation>
    </message>
    <message>
        <source>Prints on: {printers}</source>
        <translation>打印到：{printers}</translation>
    </message>
</context>
<context>
    <name>books</name>
    <message>
        <source>Not saved: no call gets in at that address and port. Another program may have it, or this PC has it not. The old one stays open.</source>
        <translation>没有保存：那个地址和端口打不进来。可能被别的程序占用，或者本机没有这个地址。旧的仍然开着。</translation>
    </message>
    <message>
        <source>Not saved: {file} can&apos;t be changed, another program may have it open. Close it there, then save again.</source>
        <translation>没有保存：{file} 无法修改，可能正被其他程序打开。请在那个程序里关闭它，然后再保存一次。</translation>
    </message>
    <message>
        <source>{file} could not be written. Choose another place, or close the file where it is open.</source>
        <translation>{file} 无法写入。请换一个位置，或先关闭已打开的该文件。</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Net {source}</source>
        <translation>净额 {source}</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>小票数</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>退货数</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Gross</source>
        <translation>总额</translation>
    </message>
    <message>
        <source>Discounts</source>
        <translation>折扣</translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>净额</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>ovopark has</source>
        <translation>ovopark 已有</translation>
    </message>
    <message>
        <source>Whole day</source>
        <translation>全天</translation>
    </message>
    <message>
        <source>another program may have it open, close it there</source>
        <translation>可能正被其他程序打开，请先在那里关闭它</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>WDK</source>
        <translation>WDK</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差额</translation>
    </message>
</context>
<context>
    <name>corner</name>
    <message>
        <source>STOP</source>
        <translation>停</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>还有 {n} 单</translation>
    </message>
    <message>
        <source>Cancelled: don&apos;t make it, don&apos;t hand it over</source>
        <translation>顾客已取消，别再做、别交给骑手</translation>
    </message>
    <message>
        <source>Open and end it</source>
        <translation>打开并确认</translation>
    </message>
    <message>
        <source>Unpaid {amount}</source>
        <translation>未付 {amount}</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>{n} to accept</source>
        <translation>{n} 单待接</translation>
    </message>
    <message>
        <source>to accept</source>
        <translation>接单剩余</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Snooze 60 s</source>
        <translation>稍后 60 秒</translation>
    </message>
    <message>
        <source>Open posdesk</source>
        <translation>打开 posdesk</translation>
    </message>
    <message>
        <source>new</source>
        <translation>待接</translation>
    </message>
    <message>
        <source>making</source>
        <translation>制作中</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>待取</translation>
    </message>
    <message>
        <source>nothing received yet</source>
        <translation>还没收到过</translation>
    </message>
    <message>
        <source>received {time}</source>
        <translation>{time} 收到</translation>
    </message>
    <message>
        <source>To scan, bring posdesk to the front: touch here.</source>
        <translation>要扫码，先把 posdesk 调到前面：点这里。</translation>
    </message>
    <message>
        <source>{n} orders fit this code.</source>
        <translation>这个码对得上 {n} 单。</translation>
    </message>
    <message>
        <source>Choose one in posdesk.</source>
        <translation>请到 posdesk 里选一单。</translation>
    </message>
    <message>
        <source>{code} is being asked for.</source>
        <translation>正在查 {code}。</translation>
    </message>
    <message>
        <source>To verify it, bring posdesk to the front.</source>
        <translation>要核销，先把 posdesk 调到前面。</translation>
    </message>
    <message>
        <source>To hand it over, bring posdesk to the front.</source>
        <translation>要交货，先把 posdesk 调到前面。</translation>
    </message>
    <message>
        <source>No orders since {time}. {what}</source>
        <translation>{time} 起收不到单。{what}</translation>
    </message>
    <message>
        <source>{n} to stop</source>
        <translation>{n} 单要停</translation>
    </message>
</context>
<context>
    <name>day</name>
    <message>
        <source>Arrows, then this key</source>
        <translation>用方向键选，再按</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>上个月</translation>
    </message>
    <message>
        <source>Month after</source>
        <translation>下个月</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>Day after</source>
        <translation>后一天</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
</context>
<context>
    <name>enrolment</name>
    <message>
        <source>Paste the line first.</source>
        <translation>先把登记行粘贴进来。</translation>
    </message>
    <message>
        <source>Asking the chain&apos;s server</source>
        <translation>正在问总部的服务器…</translation>
    </message>
    <message>
        <source>Enrolment line</source>
        <translation>登记行</translation>
    </message>
    <message>
        <source>The chain&apos;s administrator makes one for each counter. It is good for 24 hours and for one PC, and it holds keys: send it to nobody else.</source>
        <translation>总部管理员给每个台生成一行，24 小时内有效，只能用于一台电脑。里面有密钥：不要发给别人。</translation>
    </message>
    <message>
        <source>Paste the whole line here</source>
        <translation>把整行粘贴到这里</translation>
    </message>
    <message>
        <source>Enrol this PC</source>
        <translation>登记这台电脑</translation>
    </message>
    <message>
        <source>Read it from a file</source>
        <translation>从文件里读</translation>
    </message>
    <message>
        <source>This counter works by itself.</source>
        <translation>这个台单独工作。</translation>
    </message>
    <message>
        <source>With the chain&apos;s relay platforms reach it behind any router, and several counters of a store see the same orders. Without a line from the chain nothing is to be done here.</source>
        <translation>有了连锁中继，在任何路由器后面平台都能送单进来，一家店的几个台看到同样的单。总部没有给登记行的话，这里什么都不用做。</translation>
    </message>
    <message>
        <source>Store {store}, counter {n}: enrolled at {servers}</source>
        <translation>门店 {store}，{n} 号台：登记在 {servers}</translation>
    </message>
    <message>
        <source>When an order comes, this counter prints.</source>
        <translation>来单时由这个台打印。</translation>
    </message>
    <message>
        <source>When an order comes, another counter prints.</source>
        <translation>来单时由别的台打印。</translation>
    </message>
    <message>
        <source>Leave that to another counter</source>
        <translation>改由别的台打印</translation>
    </message>
    <message>
        <source>Print at this counter</source>
        <translation>改在这个台打印</translation>
    </message>
    <message>
        <source>The line is for store {theirs}; this PC is store {ours}.</source>
        <translation>登记行是给门店 {theirs} 的；这台电脑是门店 {ours}。</translation>
    </message>
    <message>
        <source>Ask the chain for this store&apos;s line, or mend the store code: Settings, Store.</source>
        <translation>请总部给本店的登记行，或者改正门店编号：“设置”的“门店”。</translation>
    </message>
    <message>
        <source>The line is for counter {theirs}; this PC is counter {ours}.</source>
        <translation>登记行是给 {theirs} 号台的；这台电脑是 {ours} 号台。</translation>
    </message>
    <message>
        <source>Each counter has a line of its own. If this PC is counter {theirs}, enter that first: Settings, Store.</source>
        <translation>每个台有自己的登记行。如果这台电脑是 {theirs} 号台，先改台号：“设置”的“门店”。</translation>
    </message>
    <message>
        <source>Counter {n} is enrolled: {server} took this PC.</source>
        <translation>{n} 号台已登记：{server} 接受了这台电脑。</translation>
    </message>
    <message>
        <source>Another PC is counter {n} already: {name}.</source>
        <translation>另一台电脑已经是 {n} 号台：{name}。</translation>
    </message>
    <message>
        <source>Two PCs can&apos;t be one counter. If that one is broken, have the chain make a new line for it (replace); else take another counter&apos;s line.</source>
        <translation>两台电脑不能是同一个台。那台坏了的话，请总部给这个台重新生成一行（替换）；否则用另一个台的登记行。</translation>
    </message>
    <message>
        <source>The line is too old: it is good for 24 hours.</source>
        <translation>登记行过期了：有效 24 小时。</translation>
    </message>
    <message>
        <source>Ask the chain&apos;s administrator for a new one.</source>
        <translation>请总部管理员给一行新的。</translation>
    </message>
    <message>
        <source>{server} does not answer: the line could not be tried.</source>
        <translation>{server} 没有回应：登记行没法试。</translation>
    </message>
    <message>
        <source>Look at this PC&apos;s network, then press again. Nothing was changed.</source>
        <translation>看一下这台电脑的网络，再按一次。什么都没有改。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>什么都没有改。</translation>
    </message>
    <message>
        <source>The line works, but this PC could not keep it.</source>
        <translation>登记行能用，但这台电脑没能存下来。</translation>
    </message>
    <message>
        <source>Look at the disk, then press again.</source>
        <translation>看一下磁盘，再按一次。</translation>
    </message>
    <message>
        <source>No file whose name begins with posdesk-relay lies on a stick, in Documents, in Downloads or on the desktop.</source>
        <translation>U 盘、“文档”、“下载”和桌面上都没有名字以 posdesk-relay 开头的文件。</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Folder:</source>
        <translation>文件夹：</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>文件名：</translation>
    </message>
    <message>
        <source>Type:</source>
        <translation>类型：</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{printer} did not take it. Look whether it is switched on.</source>
        <translation>{printer} 没有接收。请看看它开着没有。</translation>
    </message>
    <message>
        <source>Sent to {printer}.</source>
        <translation>已送到 {printer}。</translation>
    </message>
    <message>
        <source>TRAINING, made-up figures</source>
        <translation>练习，数字是编的</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>{file} could not be saved: {why}.</source>
        <translation>{file} 存不了：{why}。</translation>
    </message>
</context>
<context>
    <name>first_start</name>
    <message>
        <source>Till and books</source>
        <translation>收银机和账</translation>
    </message>
    <message>
        <source>Do till and books answer?</source>
        <translation>收银机和账都通吗？</translation>
    </message>
    <message>
        <source>One question each, nothing is booked. Their answers are nowhere written down: you judge by their own words.</source>
        <translation>每家只问一次，不记账。平台的回答码没有公开，请您看原话，由您判断。</translation>
    </message>
    <message>
        <source>All that is set up answered</source>
        <translation>设好的都通了</translation>
    </message>
    <message>
        <source>Not proven: {names}.</source>
        <translation>还没证明：{names}。</translation>
    </message>
    <message>
        <source>First start, Till and books</source>
        <translation>第一次启动，收银机和账</translation>
    </message>
    <message>
        <source>WDK has no way to test: it is called without a receipt, to see only whether the signature is read. Till: no file of a real till is touched.</source>
        <translation>WDK 没有试的办法：不带小票调一次，只看签名读不读得懂。收银机：不动真收银机的文件。</translation>
    </message>
    <message>
        <source>It came through</source>
        <translation>算通了</translation>
    </message>
    <message>
        <source>It did not</source>
        <translation>没通</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>试一次</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>再问</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>去填</translation>
    </message>
    <message>
        <source>Asked just now.</source>
        <translation>正在问。</translation>
    </message>
    <message>
        <source>Something of it was changed since it was judged. Test it again.</source>
        <translation>判断以后又改过设置或密钥。请再试一次。</translation>
    </message>
    <message>
        <source>Not tested yet.</source>
        <translation>还没试过。</translation>
    </message>
    <message>
        <source>The folder {place} did not take the test file: {why}.</source>
        <translation>文件夹 {place} 没收下试文件：{why}。</translation>
    </message>
    <message>
        <source>Not tested yet: a test file is put there, read, and not kept.</source>
        <translation>还没试过：放一个试文件进去，读完就删，不留下。</translation>
    </message>
    <message>
        <source>Till&apos;s receipts</source>
        <translation>收银机小票</translation>
    </message>
    <message>
        <source>Not set up: no hours are reported.</source>
        <translation>没设：时段不上报。</translation>
    </message>
    <message>
        <source>Not set up: no receipts are sent.</source>
        <translation>没设：小票不上传。</translation>
    </message>
    <message>
        <source>code {code}</source>
        <translation>代码 {code}</translation>
    </message>
    <message>
        <source>Looked the company up, nothing was reported.</source>
        <translation>查了一次企业，没有上报。</translation>
    </message>
    <message>
        <source>Called without a receipt.</source>
        <translation>不带小票调了一次。</translation>
    </message>
    <message>
        <source>It says: {words}.</source>
        <translation>平台说：{words}。</translation>
    </message>
    <message>
        <source>A test file of 3 receipts was taken from {place}, read, not kept.</source>
        <translation>文件夹 {place} 收到试文件，读到 3 张小票，没有留下。</translation>
    </message>
    <message>
        <source>It said: {words}.</source>
        <translation>平台说：{words}。</translation>
    </message>
    <message>
        <source>{who}: it came through.</source>
        <translation>{who}判为通了。</translation>
    </message>
    <message>
        <source>{who}: it did not come through.</source>
        <translation>{who}判为没通。</translation>
    </message>
    <message>
        <source>posdesk: three test codes</source>
        <translation>posdesk：三个测试码</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>回到列表</translation>
    </message>
    <message>
        <source>Not saved yet: Alt+S saves, Alt+X discards.</source>
        <translation>还没保存：Alt+S 保存，Alt+X 放弃。</translation>
    </message>
    <message>
        <source>{partner} appkey</source>
        <translation>{partner} appkey</translation>
    </message>
    <message>
        <source>Without it no order of theirs can be taken.</source>
        <translation>没有它，这家的单一张也收不到。</translation>
    </message>
    <message>
        <source>Without it nothing is sent there.</source>
        <translation>没有它，什么都发不出去。</translation>
    </message>
    <message>
        <source>ovopark secret</source>
        <translation>ovopark secret</translation>
    </message>
    <message>
        <source>WDK secret</source>
        <translation>WDK secret</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>再存</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>换</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>填</translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>还没存。</translation>
    </message>
    <message>
        <source>Saved, and read back the same.</source>
        <translation>存好，读回来一样。</translation>
    </message>
    <message>
        <source>In the keyring, read from there.</source>
        <translation>在钥匙串里，读得出来。</translation>
    </message>
    <message>
        <source>Not there yet.</source>
        <translation>还没填。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Put the keys into this PC&apos;s keyring</source>
        <translation>把密钥存进系统钥匙串</translation>
    </message>
    <message>
        <source>A key stands only in the system&apos;s keyring, in no file and no record. Once saved it is never shown again, only changed.</source>
        <translation>密钥只进钥匙串，不进文件、不进记录。存好后这里再也看不到，只能换新的。</translation>
    </message>
    <message>
        <source>Open: {what}. The report names it.</source>
        <translation>{what}空着，会写进报告</translation>
    </message>
    <message>
        <source>Missing: {what}.</source>
        <translation>还没填：{what}。</translation>
    </message>
    <message>
        <source>No platform is set up, so no key is there.</source>
        <translation>还没有平台，也就没有密钥。</translation>
    </message>
    <message>
        <source>Not saved yet: Alt+S saves it.</source>
        <translation>还没存：按 Alt+S 保存。</translation>
    </message>
    <message>
        <source>In the keyring, read back the same.</source>
        <translation>在钥匙串里，读回来一样。</translation>
    </message>
    <message>
        <source>In the keyring.</source>
        <translation>在钥匙串里。</translation>
    </message>
    <message>
        <source>No platform is set up, so no key is needed yet.</source>
        <translation>还没有平台，先不用密钥。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Which language?</source>
        <translation>用哪种语言？</translation>
    </message>
    <message>
        <source>This page changes at once. Dishes, names, remarks and platforms&apos; words stay as they were sent.</source>
        <translation>选一种，这一页马上换过去。菜名、姓名、备注和平台的话不翻译。</translation>
    </message>
    <message>
        <source>Later: {where}</source>
        <translation>以后在“{where}”里改</translation>
    </message>
    <message>
        <source>As the system speaks.</source>
        <translation>跟系统一样。</translation>
    </message>
    <message>
        <source>From an old PC? Leave all this: Ctrl+6, then {topic}.</source>
        <translation>从旧电脑搬来？这里先别填：按 Ctrl+6，到“{topic}”。</translation>
    </message>
    <message>
        <source>On screen now</source>
        <translation>现在就是这种语言</translation>
    </message>
    <message>
        <source>Pages, slips and sounds&apos; names in this language</source>
        <translation>页面、单子和声音的名字都用这种语言</translation>
    </message>
    <message>
        <source>Own order</source>
        <translation>自己的单</translation>
    </message>
    <message>
        <source>Send yourself an order</source>
        <translation>放一张自己的单</translation>
    </message>
    <message>
        <source>It proves port, card, alarm and printer. It does not prove the platform: only a call of theirs does.</source>
        <translation>它证明端口、卡片、铃声和打印机。它不证明平台：平台真打进来才算。</translation>
    </message>
    <message>
        <source>Came in, rang, printed, {time}. It proves no platform.</source>
        <translation>收到，响了，打好了，{time}。它不证明平台。</translation>
    </message>
    <message>
        <source>First start, Own order</source>
        <translation>第一次启动，自己的单</translation>
    </message>
    <message>
        <source>Its slip says &quot;practice&quot;. It counts in no receipt, hour, sheet, X or Z, and not as &quot;last received&quot;.</source>
        <translation>单上写“练习”。不进小票、时段、对账、X 和 Z，也不算“最近收到”。</translation>
    </message>
    <message>
        <source>Test dish, don&apos;t make it</source>
        <translation>试单，不用做</translation>
    </message>
    <message>
        <source>Send another one</source>
        <translation>再放一张</translation>
    </message>
    <message>
        <source>Send one</source>
        <translation>放一张</translation>
    </message>
    <message>
        <source>Proven {time}.</source>
        <translation>{time} 证明过。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>The call is on its way.</source>
        <translation>正在打进来。</translation>
    </message>
    <message>
        <source>Alt+D sends one.</source>
        <translation>按 Alt+D 放一张。</translation>
    </message>
    <message>
        <source>Came in at {address}, signature right, on disk.</source>
        <translation>从 {address} 收到，签名对，已存盘。</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Not on the Orders page yet.</source>
        <translation>订单页还没有。</translation>
    </message>
    <message>
        <source>On the Orders page as number 1.</source>
        <translation>订单页出现 1 号。</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>铃声</translation>
    </message>
    <message>
        <source>Has not rung yet.</source>
        <translation>还没响。</translation>
    </message>
    <message>
        <source>Accepted before it rang. Send another one.</source>
        <translation>还没响就接了。请再放一张。</translation>
    </message>
    <message>
        <source>It rings. F2 accepts it.</source>
        <translation>正在响。按 F2 接单。</translation>
    </message>
    <message>
        <source>Only the bar flashed: this PC plays no sound. See the sound step.</source>
        <translation>只闪了顶栏：这台电脑放不出声音。回“声音”那一步看。</translation>
    </message>
    <message>
        <source>Rang until it was accepted with F2.</source>
        <translation>响了，您按 F2 停的。</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Prints once the order is accepted.</source>
        <translation>接单以后打。</translation>
    </message>
    <message>
        <source>No slip prints when an order is accepted: see the printers&apos; step.</source>
        <translation>接单时没有单子要打：请看打印机那一步。</translation>
    </message>
    <message>
        <source>Printed: it said so after the cut.</source>
        <translation>打好了：切纸后回了话。</translation>
    </message>
    <message>
        <source>Somebody saw the paper.</source>
        <translation>有人看到了这张纸。</translation>
    </message>
    <message>
        <source>No paper came out. Try the printers&apos; step again.</source>
        <translation>纸没出来。请回打印机那一步再试。</translation>
    </message>
    <message>
        <source>Not sure: sending began, no answer came. Is the paper there?</source>
        <translation>不确定：开始打了，没等到回话。有这张纸吗？</translation>
    </message>
    <message>
        <source>Given to it; it can&apos;t answer. Is the paper there?</source>
        <translation>已交出，它不会回话。有这张纸吗？</translation>
    </message>
    <message>
        <source>It is there</source>
        <translation>有</translation>
    </message>
    <message>
        <source>It is not</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>Put away before it was known whether it printed.</source>
        <translation>还不知道打没打，单就收掉了。</translation>
    </message>
    <message>
        <source>Is being printed.</source>
        <translation>正在打。</translation>
    </message>
    <message>
        <source>Nothing listens there: another program may have the port. Look at step 3.</source>
        <translation>这里没有在接听：端口可能被别的程序占了。请看第 3 步。</translation>
    </message>
    <message>
        <source>No answer came from our own port. Send another one.</source>
        <translation>自己的端口没有回答。请再放一张。</translation>
    </message>
    <message>
        <source>Our own port refused it: &quot;{words}&quot;.</source>
        <translation>自己的端口没收：“{words}”。</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>First start</source>
        <translation>初次设置</translation>
    </message>
    <message>
        <source>The step before, the step after</source>
        <translation>上一步，下一步</translation>
    </message>
    <message>
        <source>Step {n} of {count}</source>
        <translation>第 {n} 步，共 {count} 步</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Leave open</source>
        <translation>先空着</translation>
    </message>
    <message>
        <source>A code was scanned. Nothing is done with it here.</source>
        <translation>扫到一个码。在这里什么都不做。</translation>
    </message>
    <message>
        <source>no PIN yet: can&apos;t sign in</source>
        <translation>还没设 PIN，登录不了</translation>
    </message>
    <message>
        <source>PIN is set</source>
        <translation>PIN 已设</translation>
    </message>
    <message>
        <source>PIN is set: typed twice, tried once</source>
        <translation>PIN 已设，输过两遍，试过一次</translation>
    </message>
    <message>
        <source>{role}. {said}</source>
        <translation>{role}。{said}</translation>
    </message>
    <message>
        <source>Change PIN</source>
        <translation>改 PIN</translation>
    </message>
    <message>
        <source>Set PIN</source>
        <translation>设 PIN</translation>
    </message>
    <message>
        <source>Staff, PINs</source>
        <translation>人员和 PIN</translation>
    </message>
    <message>
        <source>Who works at this counter?</source>
        <translation>谁在这台机器上干活？</translation>
    </message>
    <message>
        <source>With people set up every act stands under a name, and what is not allowed asks for a PIN. Without them a name is written each time.</source>
        <translation>设了人，停单、拒单、看电话都记在名下，没权限的会要 PIN。不设也行，那时每次填姓名。</translation>
    </message>
    <message>
        <source>Nobody is set up.</source>
        <translation>还没设人。</translation>
    </message>
    <message>
        <source>No PIN: {names}.</source>
        <translation>还没有 PIN：{names}。</translation>
    </message>
    <message>
        <source>There is no administrator: anybody can change the settings.</source>
        <translation>没有管理员：谁都能改设置。</translation>
    </message>
    <message>
        <source>{count} people, each with a PIN</source>
        <translation>{count} 人，PIN 都试过</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Not saved yet: Alt+S saves it, Alt+X drops it.</source>
        <translation>还没存：Alt+S 保存，Alt+X 不要了。</translation>
    </message>
    <message>
        <source>Add the administrator</source>
        <translation>加管理员</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>加一个人</translation>
    </message>
    <message>
        <source>A PIN has six digits and is kept in the keyring. A manager may refuse, cover and see phones; an administrator may change the settings.</source>
        <translation>PIN 六位，存进钥匙串。经理能拒单、覆盖、看电话；管理员能改设置。</translation>
    </message>
    <message>
        <source>Somebody has this PIN: choose another one.</source>
        <translation>这个 PIN 有人用了，换一个。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>PIN, once more</source>
        <translation>PIN，再输一次</translation>
    </message>
    <message>
        <source>PIN, six digits</source>
        <translation>PIN，六位数字</translation>
    </message>
    <message>
        <source>Next field</source>
        <translation>下一格</translation>
    </message>
    <message>
        <source>Take this PIN</source>
        <translation>用这个 PIN</translation>
    </message>
    <message>
        <source>Don&apos;t add</source>
        <translation>不加了</translation>
    </message>
    <message>
        <source>Don&apos;t change</source>
        <translation>不改了</translation>
    </message>
    <message>
        <source>A PIN has six digits: type them.</source>
        <translation>PIN 是六位数字，请输入。</translation>
    </message>
    <message>
        <source>The two were not the same. Type the PIN anew.</source>
        <translation>两次不一样，重新输入 PIN。</translation>
    </message>
    <message>
        <source>Type the same PIN once more.</source>
        <translation>同样的 PIN 再输一次。</translation>
    </message>
    <message>
        <source>This name is there already: write another one.</source>
        <translation>这个姓名已经有了，换一个。</translation>
    </message>
    <message>
        <source>Write a name of at most 20 characters.</source>
        <translation>请写姓名，最多 20 个字。</translation>
    </message>
    <message>
        <source>Platforms</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Which platforms send orders to this store?</source>
        <translation>哪些平台给这家店推单？</translation>
    </message>
    <message>
        <source>Each signs its own way, and no document says how. Choose one: it counts once the platform&apos;s own call is taken.</source>
        <translation>各家签名写法不同，文件里都没写。先选一种，平台真打进来才算数。</translation>
    </message>
    <message>
        <source>No platform yet: no order comes in.</source>
        <translation>还没有平台：一张单也收不到。</translation>
    </message>
    <message>
        <source>Form of signature not proven yet: {names}.</source>
        <translation>签名写法还没证明：{names}。</translation>
    </message>
    <message>
        <source>Enter one first. Alt+L leaves it open: the report names it.</source>
        <translation>先填一家。按 Alt+L 可以先空着，报告里会写明。</translation>
    </message>
    <message>
        <source>Saved. The platform&apos;s call proves it, and may come later: Alt+L leaves it open.</source>
        <translation>存好了。要等平台打来才算证明，可以以后再说：按 Alt+L 先空着。</translation>
    </message>
    <message>
        <source>Settings, Platforms and secrets</source>
        <translation>设置，平台和密钥</translation>
    </message>
    <message>
        <source>Really called in at {time}, its signature right.</source>
        <translation>{time} 真打进来，签名对上。</translation>
    </message>
    <message>
        <source>No key entered: none of its orders comes in.</source>
        <translation>没填密钥：它的单一张也收不到。</translation>
    </message>
    <message>
        <source>{words}.</source>
        <translation>{words}。</translation>
    </message>
    <message>
        <source>Printers</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Does the test slip come out?</source>
        <translation>打一张试单，看看出来没有</translation>
    </message>
    <message>
        <source>It has letters, the yuan sign, a rare character and a line to cut at. Look at the paper first, then answer.</source>
        <translation>试单有汉字、￥、一个生僻字、一条切纸线。先看纸，再回答。</translation>
    </message>
    <message>
        <source>Settings, Printers</source>
        <translation>设置，打印机</translation>
    </message>
    <message>
        <source>No printer yet: nothing prints.</source>
        <translation>还没有打印机：什么都不打。</translation>
    </message>
    <message>
        <source>No slip prints anywhere yet.</source>
        <translation>还没有选哪张单打到哪台。</translation>
    </message>
    <message>
        <source>{n} tried out</source>
        <translation>试过 {n} 台</translation>
    </message>
    <message>
        <source>Not tried out: {names}.</source>
        <translation>还没试过：{names}。</translation>
    </message>
    <message>
        <source>No slip prints anywhere yet: Alt+A.</source>
        <translation>还没有选哪张单打到哪台：按 Alt+A。</translation>
    </message>
    <message>
        <source>Add one, or change them</source>
        <translation>加一台，或改</translation>
    </message>
    <message>
        <source>No printer yet. Without one nothing prints.</source>
        <translation>还没有打印机。没有打印机，什么都不打。</translation>
    </message>
    <message>
        <source>Test slip</source>
        <translation>打试单</translation>
    </message>
    <message>
        <source>A test slip is on its way.</source>
        <translation>试单正在打。</translation>
    </message>
    <message>
        <source>{who} saw the paper, {time}.</source>
        <translation>{who} {time} 看过纸。</translation>
    </message>
    <message>
        <source>{who}: no paper, or not right, {time}.</source>
        <translation>{who} {time}：纸没出来，或字不对。</translation>
    </message>
    <message>
        <source>Printed, and said so after the cut.</source>
        <translation>切纸后回了话：打好了。</translation>
    </message>
    <message>
        <source>Not tried out yet.</source>
        <translation>还没试过。</translation>
    </message>
    <message>
        <source>It can&apos;t say whether it printed. Is the slip there, and right?</source>
        <translation>已交出，它不会回话。纸出来了吗，字对吗？</translation>
    </message>
    <message>
        <source>It is, and right</source>
        <translation>出来了，字对</translation>
    </message>
    <message>
        <source>done</source>
        <translation>做好了</translation>
    </message>
    <message>
        <source>open</source>
        <translation>空着</translation>
    </message>
    <message>
        <source>PgUp, PgDn: another step.
You can stop any time: what is done stays.</source>
        <translation>PgUp、PgDn 换一步
随时可停，做好的都在</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Everything is set up</source>
        <translation>都设好了</translation>
    </message>
    <message>
        <source>Set up, {count} open</source>
        <translation>设到这里，还空着 {count} 项</translation>
    </message>
    <message>
        <source>What stands open says what lacks, and where it is mended. Print it, or keep it.</source>
        <translation>空着的写明少了什么、在哪补。报告可以打，可以存。</translation>
    </message>
    <message>
        <source>To the orders</source>
        <translation>打开订单页</translation>
    </message>
    <message>
        <source>{name}, store {code}, counter {counter}. {time}</source>
        <translation>{name}，{code}，{counter} 号台。{time}</translation>
    </message>
    <message>
        <source>posdesk: report of the first start</source>
        <translation>posdesk 初次设置报告</translation>
    </message>
    <message>
        <source>Lost PIN</source>
        <translation>忘了 PIN</translation>
    </message>
    <message>
        <source>A recovery code was made.</source>
        <translation>找回码已生成。</translation>
    </message>
    <message>
        <source>No recovery code: a forgotten administrator&apos;s PIN can&apos;t be mended.</source>
        <translation>没有找回码：管理员忘了 PIN 就没办法。</translation>
    </message>
    <message>
        <source>Settings, {topic}</source>
        <translation>设置、{topic}</translation>
    </message>
    <message>
        <source>No key and no PIN stands in it.</source>
        <translation>报告里没有密钥和 PIN。</translation>
    </message>
    <message>
        <source>It took {n} min.</source>
        <translation>用了 {n} 分钟。</translation>
    </message>
    <message>
        <source>Print the report</source>
        <translation>打印报告</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存成 PDF</translation>
    </message>
    <message>
        <source>Mended in: {where}.</source>
        <translation>在“{where}”里补。</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>扫码枪</translation>
    </message>
    <message>
        <source>Scan these three codes, one after the other</source>
        <translation>用扫码枪依次扫这三个码</translation>
    </message>
    <message>
        <source>From the screen, or printed. Nothing needs to be touched first.</source>
        <translation>屏幕上扫，或打出来扫。不用先点哪里。</translation>
    </message>
    <message>
        <source>Nothing comes? Look at the scanner&apos;s power and cable, scan again.</source>
        <translation>没动静？看枪的电源和线，再扫一次。</translation>
    </message>
    <message>
        <source>No scanner was tried.</source>
        <translation>没试过扫码枪。</translation>
    </message>
    <message>
        <source>Three codes read by the serial port {port}.</source>
        <translation>三个码都读到，串口 {port}。</translation>
    </message>
    <message>
        <source>Three codes read, {ms} ms a key, behind a code {suffix}.</source>
        <translation>三个码都读到，每键 {ms} 毫秒，末尾 {suffix}。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>Scan all three anew</source>
        <translation>三个重扫</translation>
    </message>
    <message>
        <source>Print them</source>
        <translation>打出来扫</translation>
    </message>
    <message>
        <source>Serial scanner</source>
        <translation>串口的枪</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>快慢</translation>
    </message>
    <message>
        <source>Before a code</source>
        <translation>前面多出</translation>
    </message>
    <message>
        <source>Behind a code</source>
        <translation>末尾</translation>
    </message>
    <message>
        <source>Capital letters</source>
        <translation>大小写</translation>
    </message>
    <message>
        <source>{ms} ms a key</source>
        <translation>每键 {ms} 毫秒</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>没变</translation>
    </message>
    <message>
        <source>all turned to capitals</source>
        <translation>都变成大写</translation>
    </message>
    <message>
        <source>all turned to small ones</source>
        <translation>都变成小写</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>How many notes did you hear?</source>
        <translation>刚才放了几声？</translation>
    </message>
    <message>
        <source>Two to four notes play, another number each time. A right answer proves it is heard.</source>
        <translation>放 2 到 4 声，每次不一样。答对了，才算“听得见”。</translation>
    </message>
    <message>
        <source>No speaker: new orders flash</source>
        <translation>没有喇叭：新单用闪条</translation>
    </message>
    <message>
        <source>The notes were counted right at {time}: it is heard.</source>
        <translation>{time} 数对了：听得见。</translation>
    </message>
    <message>
        <source>Nobody has heard it: new orders flash on screen.</source>
        <translation>没人听见过：新单用闪条。</translation>
    </message>
    <message>
        <source>{n} notes</source>
        <translation>{n} 声</translation>
    </message>
    <message>
        <source>Nothing heard</source>
        <translation>没听见</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>再放一次</translation>
    </message>
    <message>
        <source>The system</source>
        <translation>系统说</translation>
    </message>
    <message>
        <source>Last try</source>
        <translation>上一次</translation>
    </message>
    <message>
        <source>The notes play now: count them.</source>
        <translation>正在放，请数。</translation>
    </message>
    <message>
        <source>They have played: how many were there?</source>
        <translation>放完了，几声？</translation>
    </message>
    <message>
        <source>An alarm rang in between: play them again.</source>
        <translation>中间响了别的声，再放一次。</translation>
    </message>
    <message>
        <source>Nothing could be played: look below, then play again.</source>
        <translation>放不出来：看下面，再放一次。</translation>
    </message>
    <message>
        <source>{n} played, {said} said: it is heard.</source>
        <translation>放 {n} 声，答 {said} 声：听得见。</translation>
    </message>
    <message>
        <source>{n} played, {said} said: not counted right. Louder, or another speaker.</source>
        <translation>放 {n} 声，答 {said} 声：没听清。音量开大，或换个喇叭。</translation>
    </message>
    <message>
        <source>Nothing heard. Turn the speaker on and up, or plug in another one, then play again.</source>
        <translation>没听见。开喇叭、调大音量，或换一个，再放一次。</translation>
    </message>
    <message>
        <source>Start at sign-in</source>
        <translation>开机启动</translation>
    </message>
    <message>
        <source>Open posdesk by itself after sign-in?</source>
        <translation>登录后自动打开 posdesk 吗？</translation>
    </message>
    <message>
        <source>While nobody is signed in to this PC no order can come in. After a power cut somebody has to sign in once.</source>
        <translation>没有人登录这台电脑时，什么都收不到。停电后要有人登录一次。</translation>
    </message>
    <message>
        <source>Opens by itself after sign-in</source>
        <translation>登录后自动打开</translation>
    </message>
    <message>
        <source>Somebody opens it by hand</source>
        <translation>有人手动打开</translation>
    </message>
    <message>
        <source>Not chosen: somebody has to open it each time.</source>
        <translation>没选：每次要有人打开。</translation>
    </message>
    <message>
        <source>Open it by itself after sign-in</source>
        <translation>登录后自动打开</translation>
    </message>
    <message>
        <source>Best so: orders come in as soon as the PC is on in the morning</source>
        <translation>最好这样：早上开机就能收单</translation>
    </message>
    <message>
        <source>I open it myself</source>
        <translation>我自己打开</translation>
    </message>
    <message>
        <source>Somebody has to think of it each day</source>
        <translation>每天要有人记得打开</translation>
    </message>
    <message>
        <source>This system does not say whether it opens by itself.</source>
        <translation>系统没说会不会自动打开。</translation>
    </message>
    <message>
        <source>The system did not take it. Ask who looks after this PC.</source>
        <translation>系统没接受。请管电脑的人看看。</translation>
    </message>
    <message>
        <source>First start, {step}</source>
        <translation>初次设置、{step}</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Not done yet. Alt+L leaves it open: the report names it.</source>
        <translation>还没做好。要先空着按 Alt+L，报告里会写明。</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Which store is this?</source>
        <translation>这是哪家店？</translation>
    </message>
    <message>
        <source>Platforms send orders by these numbers: with a wrong one they send none. They stand in the papers of your account.</source>
        <translation>平台按门店编号推单，写错了推不到。编号在平台给的开通资料里。</translation>
    </message>
    <message>
        <source>{name}, {code}, counter {counter}</source>
        <translation>{name}，{code}，{counter} 号台</translation>
    </message>
    <message>
        <source>No name and number of the store yet.</source>
        <translation>店名和编号还没填。</translation>
    </message>
    <message>
        <source>Not saved: look at what is marked red.</source>
        <translation>没有保存：看标红的地方。</translation>
    </message>
    <message>
        <source>Into the fields, then the next one</source>
        <translation>进入填写，再按到下一格</translation>
    </message>
    <message>
        <source>An order is here: store code and counter stay as they are.</source>
        <translation>已经有订单了：门店编号和台号不能再改。</translation>
    </message>
    <message>
        <source>After the first order store code and counter can&apos;t be changed.</source>
        <translation>收到第一单后，门店编号和台号就不能改了。</translation>
    </message>
    <message>
        <source>Write the store&apos;s name.</source>
        <translation>请写店名。</translation>
    </message>
    <message>
        <source>Did the chain give you an enrolment line?</source>
        <translation>总部给了登记行吗？</translation>
    </message>
    <message>
        <source>With it platforms reach this counter behind any router, and a second counter sees the same orders. Without one go on: nothing lacks.</source>
        <translation>有了它，在任何路由器后面平台都能送单到这个台，第二个台也看到同样的单。没有的话直接下一步：什么都不缺。</translation>
    </message>
    <message>
        <source>No line: this counter works by itself</source>
        <translation>没有登记行：这个台单独工作</translation>
    </message>
    <message>
        <source>Enrolled as counter {n} of store {store}</source>
        <translation>已登记为门店 {store} 的 {n} 号台</translation>
    </message>
    <message>
        <source>Into the field</source>
        <translation>输入登记行</translation>
    </message>
    <message>
        <source>Store code and counter of step 2 must be those of the line.</source>
        <translation>第 2 步的门店编号和台号必须和登记行一致。</translation>
    </message>
</context>
<context>
    <name>frame</name>
    <message>
        <source>New orders: {n}</source>
        <translation>新单 {n} 个</translation>
    </message>
    <message>
        <source>Stop! Customer cancelled {order}</source>
        <translation>停！顾客取消了 {order}</translation>
    </message>
    <message>
        <source>New order: {order}</source>
        <translation>新单：{order}</translation>
    </message>
    <message>
        <source>More such times: {n}.</source>
        <translation>另有 {n} 段这样的时间。</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>已核对</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>A manager finds on the Sync page why, and what mends it.</source>
        <translation>原因和处理办法见“同步”页，请经理处理。</translation>
    </message>
    <message>
        <source>Further notices: {n}. Show them</source>
        <translation>还有 {n} 条提示，点此查看</translation>
    </message>
    <message>
        <source>Cancelled before it was accepted: {orders}.</source>
        <translation>还没接就取消了：{orders}。</translation>
    </message>
    <message>
        <source>Nobody has to make it.</source>
        <translation>不用做。</translation>
    </message>
    <message>
        <source>{order} is refused, the platform has confirmed it.</source>
        <translation>{order} 已拒单，平台已确认。</translation>
    </message>
    <message>
        <source>{order}: the STOP is ended.</source>
        <translation>{order} 已停下。</translation>
    </message>
    <message>
        <source>F10 finds it.</source>
        <translation>按 F10 可查。</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>To another page</source>
        <translation>换页</translation>
    </message>
    <message>
        <source>Sign in or out</source>
        <translation>登录、退出</translation>
    </message>
    <message>
        <source>Close what is open, else undo</source>
        <translation>关掉打开的，否则撤销</translation>
    </message>
    <message>
        <source>Close this list</source>
        <translation>关掉这张表</translation>
    </message>
    <message>
        <source>Keys on this page: {page}</source>
        <translation>本页按键：{page}</translation>
    </message>
    <message>
        <source>Up and down scroll. Left and right turn to another guide: {at} of {n}.</source>
        <translation>↑↓ 翻看，←→ 换一篇指南：第 {at} 篇，共 {n} 篇。</translation>
    </message>
    <message>
        <source>{page} page: {words}</source>
        <translation>{page}页：{words}</translation>
    </message>
    <message>
        <source>Sound not proven</source>
        <translation>声音没验证</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>放不出声音</translation>
    </message>
    <message>
        <source>No sound device</source>
        <translation>没有声音设备</translation>
    </message>
    <message>
        <source>Sound is muted</source>
        <translation>声音已静音</translation>
    </message>
    <message>
        <source>Sounds are missing</source>
        <translation>声音文件缺失</translation>
    </message>
    <message>
        <source>Alarm snoozed</source>
        <translation>铃声稍后再响</translation>
    </message>
    <message>
        <source>Sound heard</source>
        <translation>声音听得到</translation>
    </message>
    <message>
        <source>Counter {n}</source>
        <translation>{n} 号台</translation>
    </message>
    <message>
        <source>Last received</source>
        <translation>最近收到</translation>
    </message>
    <message>
        <source>never</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>unsigned</source>
        <translation>未签名</translation>
    </message>
    <message>
        <source>TRAINING</source>
        <translation>练习</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>{name}, {role}</source>
        <translation>{name}&#x3000;{role}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>撤销{what}</translation>
    </message>
    <message>
        <source>Receipts don&apos;t reach WDK now.</source>
        <translation>小票目前无法上传 WDK。</translation>
    </message>
    <message>
        <source>Hours don&apos;t reach ovopark now.</source>
        <translation>时段销售目前无法上报 ovopark。</translation>
    </message>
    <message>
        <source>cashier</source>
        <translation>收银</translation>
    </message>
    <message>
        <source>manager</source>
        <translation>经理</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>管理员</translation>
    </message>
</context>
<context>
    <name>guides</name>
    <message>
        <source>Orders go from left to right as work flows. The keys act on the framed one. F2 accepts a new one and goes on to the next. F3 refuses, after a reason. F4 says that it is ready. A red STOP above: stop making that order, then F11.</source>
        <translation>订单按流程从左到右。按键只对带框的那一单起作用。F2 接单并跳到下一单；F3 选原因后拒单；F4 备好。上面出现红色停单：先停手，再按 F11。</translation>
    </message>
    <message>
        <source>Scan the customer&apos;s code on any page, and this one comes up with the order. Compare it, then F8. Verifying can&apos;t be taken back. Without a scanner: Alt+C, type the code, Alt+C.</source>
        <translation>在任何页扫顾客的码，这一页就会带着订单出来。核对后按 F8，核销不能撤回。没有扫码枪：按 Alt+C，输入码，再按 Alt+C。</translation>
    </message>
    <message>
        <source>A row is an hour and what was reported of it. Arrows choose a cell, F5 opens the receipts behind it. Where an hour differs, the card says why: Alt+V, type the reason, then Alt+S.</source>
        <translation>一行是一个时段和它的上报情况。方向键选格子，F5 看背后的小票。有差异的时段，卡片会说原因：按 Alt+V 写原因，再按 Alt+S。</translation>
    </message>
    <message>
        <source>What has not reached a platform yet, and the three books of a day beside each other. Up and down choose a row, its buttons then show their keys. What retries by itself needs nobody.</source>
        <translation>还没到平台的单据，和一天的三本账。上下键选一行，它的按钮就会显示按键。会自己再试的不用管。</translation>
    </message>
    <message>
        <source>Open the shift with the float, write down what goes into the drawer and out of it, and close it here: first the checklist, then the count, then the Z.</source>
        <translation>用备用金开班，存入、取出都记下，也在这里交班：先核对清单，再数钱，最后出 Z 单。</translation>
    </message>
    <message>
        <source>Thirteen steps from an empty PC to the first order. Up and down choose a line, its keys are drawn on it. Alt+N saves and goes on, Alt+L leaves a step open: the report names it. Close posdesk any time: it goes on here. Later: Settings, Alt+N.</source>
        <translation>十三步，从空电脑到第一单。↑↓ 选一行，键画在行上。Alt+N 保存并往下，Alt+L 先空着，报告会写明。随时可以关，下次接着来。以后：设置里按 Alt+N。</translation>
    </message>
    <message>
        <source>PgUp and PgDn choose a topic, Alt+V goes into its fields. Alt+T asks the platform with what is entered. Alt+S saves it; nothing counts before that.</source>
        <translation>PgUp、PgDn 换主题，Alt+V 进入填写框。Alt+T 用填好的内容去问平台；Alt+S 保存，保存后才生效。</translation>
    </message>
</context>
<context>
    <name>health</name>
    <message>
        <source>The diagnostic file can&apos;t be written into {folder}. Make room there and let this account write.</source>
        <translation>诊断文件写不进 {folder}。请腾出空间，并让本账户能写。</translation>
    </message>
    <message>
        <source>Made: {file}, in {folder}.</source>
        <translation>做好了：{file}，在 {folder}。</translation>
    </message>
    <message>
        <source>The diagnostic file is being made.</source>
        <translation>正在做诊断文件。</translation>
    </message>
    <message>
        <source>Go to {page}</source>
        <translation>去{page}</translation>
    </message>
    <message>
        <source>{n} well</source>
        <translation>{n} 项好</translation>
    </message>
    <message>
        <source>{n} to look at</source>
        <translation>{n} 项要看</translation>
    </message>
    <message>
        <source>At the right, when it was last proven. Up and down choose a line.</source>
        <translation>右边是最近一次证明的时间。↑↓ 选一项。</translation>
    </message>
    <message>
        <source>Everything is being looked at.</source>
        <translation>正在查。</translation>
    </message>
    <message>
        <source>Check all again</source>
        <translation>再查一遍</translation>
    </message>
    <message>
        <source>Make diagnostic file</source>
        <translation>做诊断文件</translation>
    </message>
    <message>
        <source>The diagnostic file holds no customer&apos;s data and no secret; it goes into Documents.</source>
        <translation>诊断文件里没有顾客信息，也没有密钥；存到“文档”。</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从没有</translation>
    </message>
    <message>
        <source>well</source>
        <translation>好</translation>
    </message>
    <message>
        <source>to look at</source>
        <translation>要看</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>坏了</translation>
    </message>
</context>
<context>
    <name>hours</name>
    <message>
        <source>Send again, replacing {hour}</source>
        <translation>覆盖上报 {hour}</translation>
    </message>
    <message>
        <source>Send {hour} as it is</source>
        <translation>照这个数上报 {hour}</translation>
    </message>
    <message>
        <source>Replace it with ours</source>
        <translation>用我们的数替换</translation>
    </message>
    <message>
        <source>Leave theirs</source>
        <translation>保留平台的数</translation>
    </message>
    <message>
        <source>Send {hour} again</source>
        <translation>再发一次 {hour}</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>现在就发</translation>
    </message>
    <message>
        <source>Receipts of this hour</source>
        <translation>看这小时的小票</translation>
    </message>
    <message>
        <source>Receipt {serial} of {traded} came in at {came}, net {net}.</source>
        <translation>{came} 补来一张 {traded} 的小票 {serial}，净额 {net}。</translation>
    </message>
    <message>
        <source>Return {serial} of {traded} came in at {came}, net {net}.</source>
        <translation>{came} 补来一张 {traded} 的退货 {serial}，净额 {net}。</translation>
    </message>
    <message>
        <source>no trade time</source>
        <translation>没有交易时间</translation>
    </message>
    <message>
        <source>late receipt {serial}</source>
        <translation>小票晚到 {serial}</translation>
    </message>
    <message>
        <source>late return {serial}</source>
        <translation>退货晚到 {serial}</translation>
    </message>
    <message>
        <source>receipts {receipts}, items {items}, net {net}</source>
        <translation>{receipts} 单    {items} 件    {net}</translation>
    </message>
    <message>
        <source>A receipt of this hour changed after its report.</source>
        <translation>上报以后，这个小时的小票变了。</translation>
    </message>
    <message>
        <source>And {n} more after it.</source>
        <translation>之后还有 {n} 张。</translation>
    </message>
    <message>
        <source>{hour} differs from what was reported</source>
        <translation>{hour} 和已上报的不同</translation>
    </message>
    <message>
        <source>The whole hour is sent again by itself at {time} and replaces the old figures.</source>
        <translation>{time} 会自动再发一次整小时的总数，替换平台上的旧数。</translation>
    </message>
    <message>
        <source>The whole hour is sent once more, replacing the old figures.</source>
        <translation>会再发一次整小时的总数，替换平台上的旧数。</translation>
    </message>
    <message>
        <source>{hour}: ovopark already has a figure</source>
        <translation>{hour} 平台上已经有数</translation>
    </message>
    <message>
        <source>ovopark holds a figure for this hour that this till never sent.</source>
        <translation>ovopark 上这个小时已经有数，不是本机发的。</translation>
    </message>
    <message>
        <source>This till may have sent it, before receipts of this hour were lost with the journal.</source>
        <translation>可能是本机在数据文件丢失小票之前发的。</translation>
    </message>
    <message>
        <source>Look there what it is, compare it with ours, then decide.</source>
        <translation>请到 ovopark 看是多少，和我们的比一比，再决定。</translation>
    </message>
    <message>
        <source>{hour} is below zero</source>
        <translation>{hour} 加起来是负数</translation>
    </message>
    <message>
        <source>Nobody knows how ovopark treats a negative figure.</source>
        <translation>ovopark 怎么处理负数，没有说明。</translation>
    </message>
    <message>
        <source>Look at the returns of this hour, then decide whether to send it.</source>
        <translation>先看这个小时的退货，再决定要不要上报。</translation>
    </message>
    <message>
        <source>{hour}: too large to be reported</source>
        <translation>{hour}：金额过大，无法上报</translation>
    </message>
    <message>
        <source>The receipts of this hour add up to more than a report can say.</source>
        <translation>这一小时的小票合计超出了上报能写的范围。</translation>
    </message>
    <message>
        <source>One of them must be wrong. Look for it and hand in its return.</source>
        <translation>其中必有一张是错的。请找出它，并交入它的退货小票。</translation>
    </message>
    <message>
        <source>{hour}: ovopark refused the report</source>
        <translation>{hour} 的上报被 ovopark 拒绝</translation>
    </message>
    <message>
        <source>The journal has lost receipts: some of this hour may be missing here.</source>
        <translation>数据文件丢过小票，这个小时的小票这里可能不全。</translation>
    </message>
    <message>
        <source>{hour}: receipts may be lost</source>
        <translation>{hour} 可能丢了小票</translation>
    </message>
    <message>
        <source>Compare with the till and with ovopark, then send what is left or leave theirs.</source>
        <translation>先和收银机、ovopark 对一对，再按现有的上报，或保留平台的数。</translation>
    </message>
    <message>
        <source>{hour}: another counter is missing</source>
        <translation>{hour} 有收银台未到齐</translation>
    </message>
    <message>
        <source>Counter {who} was not seen since this hour ended, or part of its work lacks here.</source>
        <translation>{who} 号台自本小时结束后没有出现，或它的部分记录不在本机。</translation>
    </message>
    <message>
        <source>Switch it on and wait, or send what is here; what comes later is sent again.</source>
        <translation>请打开它等一等，或先上报本机已有的；之后到的会再次上报。</translation>
    </message>
    <message>
        <source>Settings, Hourly sales (ovopark): Ctrl+6. Then send it again here.</source>
        <translation>在“设置”的“时段销售（ovopark）”里改：Ctrl+6。改好后在这里再发。</translation>
    </message>
    <message>
        <source>Set this PC&apos;s clock, then send it again here.</source>
        <translation>先校准这台电脑的时间，再在这里发一次。</translation>
    </message>
    <message>
        <source>{hour}: report under way</source>
        <translation>{hour} 正在上报</translation>
    </message>
    <message>
        <source>The report has left, its answer is awaited.</source>
        <translation>已发出，在等答复。</translation>
    </message>
    <message>
        <source>The report waits to be sent.</source>
        <translation>在等发送。</translation>
    </message>
    <message>
        <source>The report has left, and whether it arrived is not known.</source>
        <translation>已发出，平台收没收到不知道。</translation>
    </message>
    <message>
        <source>{hour}: result unknown</source>
        <translation>{hour} 结果未知</translation>
    </message>
    <message>
        <source>It is sent again by itself at once.</source>
        <translation>会马上自动再发。</translation>
    </message>
    <message>
        <source>It is sent again by itself, next at {time}.</source>
        <translation>会自动再发，下次 {time}。</translation>
    </message>
    <message>
        <source>ovopark held these figures when it last confirmed a report that is known here.</source>
        <translation>ovopark 最后一次确认这里已知的上报时，是这些数。</translation>
    </message>
    <message>
        <source>ovopark holds these figures.</source>
        <translation>ovopark 上就是这些数。</translation>
    </message>
    <message>
        <source>This hour is still running.</source>
        <translation>这个小时还没结束。</translation>
    </message>
    <message>
        <source>It is reported by itself at {time}.</source>
        <translation>{time} 自动上报。</translation>
    </message>
    <message>
        <source>It is reported by itself at {time}, once counter {who} was seen by then; else it asks.</source>
        <translation>到 {time} 之前看到 {who} 号台就自动上报；没看到就会来问。</translation>
    </message>
    <message>
        <source>Nothing is reported: ovopark is not set up. Settings, Hourly sales (ovopark).</source>
        <translation>没有上报：还没设置 ovopark。在“设置”的“时段销售（ovopark）”里填。</translation>
    </message>
    <message>
        <source>{who} decided that what ovopark holds is right.</source>
        <translation>{who} 决定以 ovopark 上的数为准。</translation>
    </message>
    <message>
        <source>It is not reported by itself.</source>
        <translation>不会自动上报。</translation>
    </message>
    <message>
        <source>Net by hour, yuan</source>
        <translation>每小时净额 元</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>the day before</source>
        <translation>前一天</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>有差异</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>退货</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>Gross</source>
        <translation>应收</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>优惠</translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Net, yuan</source>
        <translation>净额 元</translation>
    </message>
    <message>
        <source>Report to ovopark</source>
        <translation>上报 ovopark</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Sales by hour</source>
        <translation>时段营业额</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Reason, is recorded with your name</source>
        <translation>原因，会连同您的名字记下</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Late receipts</source>
        <translation>晚到的小票</translation>
    </message>
    <message>
        <source>should be</source>
        <translation>应改为</translation>
    </message>
    <message>
        <source>left here</source>
        <translation>这里现有</translation>
    </message>
    <message>
        <source>we would send</source>
        <translation>我们要发的</translation>
    </message>
    <message>
        <source>on the platform now</source>
        <translation>平台上现在是</translation>
    </message>
    <message>
        <source>Nothing was opened: the framed cell was not on the screen.</source>
        <translation>没有打开：框住的格子刚才不在屏幕上。</translation>
    </message>
    <message>
        <source>Here it is now. Press the key again.</source>
        <translation>现在显示出来了，请再按一次。</translation>
    </message>
    <message>
        <source>Reading the day</source>
        <translation>正在读这一天</translation>
    </message>
    <message>
        <source>No receipts on this day yet</source>
        <translation>这一天还没有小票</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已存到 {path}</translation>
    </message>
    <message>
        <source>It could not be written: {why}. Choose another place.</source>
        <translation>存不了：{why}。换个地方再存。</translation>
    </message>
    <message>
        <source>Printed {date} {time}</source>
        <translation>{date} {time} 打印</translation>
    </message>
    <message>
        <source>WDK number {target}</source>
        <translation>WDK 编号 {target}</translation>
    </message>
    <message>
        <source>items: {n}</source>
        <translation>{n} 件</translation>
    </message>
    <message>
        <source>discount {yuan}</source>
        <translation>优惠 {yuan}</translation>
    </message>
    <message>
        <source>order {number}</source>
        <translation>订单 {number}</translation>
    </message>
    <message>
        <source>It came without a trade time: the hour of its arrival counts.</source>
        <translation>没有交易时间：算在收到的那个小时。</translation>
    </message>
    <message>
        <source>It came {time}: a clock is wrong, the till&apos;s or this PC&apos;s.</source>
        <translation>它是 {time} 收到的：收银机或本机的时钟不对。</translation>
    </message>
    <message>
        <source>It waits for a number in the settings: {what}.</source>
        <translation>设置里缺编号，等着发：{what}。</translation>
    </message>
    <message>
        <source>WDK refused it ({code}). The Sync page has what mends it.</source>
        <translation>WDK 拒收（{code}）。怎么改，看同步页。</translation>
    </message>
    <message>
        <source>Return, of which sale it does not say.</source>
        <translation>退货，没写是哪一笔。</translation>
    </message>
    <message>
        <source>Return of {serial}.</source>
        <translation>退 {serial}。</translation>
    </message>
    <message>
        <source>Return of {serial}, sold {time}.</source>
        <translation>退 {serial}，{time} 卖出。</translation>
    </message>
    <message>
        <source>Line {n}: price times quantity less discount is {expected}, it says {found}.</source>
        <translation>第 {n} 行：单价乘数量减优惠是 {expected}，票上写 {found}。</translation>
    </message>
    <message>
        <source>The lines should add up to {expected}, they add up to {found}.</source>
        <translation>各行应加到 {expected}，实际加到 {found}。</translation>
    </message>
    <message>
        <source>The payments should add up to {expected}, they add up to {found}.</source>
        <translation>付款应加到 {expected}，实际加到 {found}。</translation>
    </message>
    <message>
        <source>WDK: not queued</source>
        <translation>WDK：还没排上</translation>
    </message>
    <message>
        <source>WDK: waits</source>
        <translation>WDK：等着发</translation>
    </message>
    <message>
        <source>WDK: sent</source>
        <translation>WDK：已发</translation>
    </message>
    <message>
        <source>WDK has it</source>
        <translation>WDK 已收</translation>
    </message>
    <message>
        <source>WDK refused it</source>
        <translation>WDK 拒收</translation>
    </message>
    <message>
        <source>WDK: result unknown</source>
        <translation>WDK：结果未知</translation>
    </message>
    <message>
        <source>WDK: withdrawn</source>
        <translation>WDK：已撤回</translation>
    </message>
    <message>
        <source>WDK: expired</source>
        <translation>WDK：过时未发</translation>
    </message>
    <message>
        <source>WDK has it, somebody says</source>
        <translation>人工确认 WDK 已收</translation>
    </message>
    <message>
        <source>WDK has it not, somebody says</source>
        <translation>人工确认 WDK 没收</translation>
    </message>
    <message>
        <source>Reading the receipts</source>
        <translation>正在读小票</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>No receipts in this hour</source>
        <translation>这个小时没有小票</translation>
    </message>
    <message>
        <source>receipts: {receipts}, returns: {returns}, net {net}</source>
        <translation>{receipts} 单    退货 {returns}    净额 {net}</translation>
    </message>
    <message>
        <source>all sources</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>{when}: {whose}</source>
        <translation>{when}    {whose}</translation>
    </message>
    <message>
        <source>late receipt {detail}</source>
        <translation>小票晚到 {detail}</translation>
    </message>
    <message>
        <source>late return {detail}</source>
        <translation>退货晚到 {detail}</translation>
    </message>
    <message>
        <source>a receipt changed</source>
        <translation>小票变了</translation>
    </message>
    <message>
        <source>an answer of ours was lost</source>
        <translation>上次的答复丢了</translation>
    </message>
    <message>
        <source>a lost report may have landed last</source>
        <translation>丢失的那次可能最后到达</translation>
    </message>
    <message>
        <source>another reason</source>
        <translation>其他原因</translation>
    </message>
    <message>
        <source>Sent again: {why} ({who})</source>
        <translation>再次上报：{why}（{who}）</translation>
    </message>
    <message>
        <source>{who}: what is there is right</source>
        <translation>{who}：以平台的数为准</translation>
    </message>
    <message>
        <source>Sent the whole hour</source>
        <translation>已发整小时总数</translation>
    </message>
    <message>
        <source>Sent the whole hour, replacing</source>
        <translation>已发整小时总数，替换旧数</translation>
    </message>
    <message>
        <source>Platform confirmed</source>
        <translation>平台已确认</translation>
    </message>
    <message>
        <source>Refused: {why}</source>
        <translation>被拒：{why}</translation>
    </message>
    <message>
        <source>Result unknown: {why}</source>
        <translation>结果未知：{why}</translation>
    </message>
    <message>
        <source>Not sent: {why}</source>
        <translation>没有发出：{why}</translation>
    </message>
    <message>
        <source>Tills</source>
        <translation>门店收银</translation>
    </message>
    <message>
        <source>Business day from {time}, China time. A receipt counts in the hour of its trade.</source>
        <translation>营业日 {time} 起，北京时间。一笔算在结账完成的那个小时。</translation>
    </message>
    <message>
        <source>last {day}</source>
        <translation>上周{day}</translation>
    </message>
    <message>
        <source>negative figure</source>
        <translation>数是负的</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>金额过大</translation>
    </message>
    <message>
        <source>something is there</source>
        <translation>平台上已有数</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒</translation>
    </message>
    <message>
        <source>needs you</source>
        <translation>要您决定</translation>
    </message>
    <message>
        <source>may lack receipts</source>
        <translation>小票可能不全</translation>
    </message>
    <message>
        <source>a counter is missing</source>
        <translation>有台未到齐</translation>
    </message>
    <message>
        <source>result unknown</source>
        <translation>结果未知</translation>
    </message>
    <message>
        <source>open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>closed, to be sent</source>
        <translation>已结 待发</translation>
    </message>
    <message>
        <source>sent, no answer yet</source>
        <translation>已发 等答复</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>closed, not sent</source>
        <translation>已结 未发</translation>
    </message>
    <message>
        <source>confirmed {n} of {all} hours</source>
        <translation>已确认 {n} / {all} 个整点</translation>
    </message>
</context>
<context>
    <name>lanes</name>
    <message>
        <source>New</source>
        <translation>待接单</translation>
    </message>
    <message>
        <source>Making</source>
        <translation>制作中</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>待取餐</translation>
    </message>
    <message>
        <source>Pre-orders</source>
        <translation>预订</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Closed here</source>
        <translation>在本店结束</translation>
    </message>
    <message>
        <source>Only looked up</source>
        <translation>只查过</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒单</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
</context>
<context>
    <name>language</name>
    <message>
        <source>en</source>
        <translation>zh</translation>
    </message>
</context>
<context>
    <name>leaving</name>
    <message>
        <source>{n} to stop</source>
        <translation>{n} 单要停</translation>
    </message>
    <message>
        <source>{n} to accept</source>
        <translation>{n} 单待接</translation>
    </message>
    <message>
        <source>{n} being made</source>
        <translation>{n} 单制作中</translation>
    </message>
    <message>
        <source>{n} ready</source>
        <translation>{n} 单待取</translation>
    </message>
    <message>
        <source>{n} not yet answered by a platform</source>
        <translation>{n} 个操作平台还没答复</translation>
    </message>
    <message>
        <source>Close posdesk? There are orders: {counts}.</source>
        <translation>要关掉 posdesk 吗？还有订单：{counts}。</translation>
    </message>
    <message>
        <source>Close posdesk? No order waits any more.</source>
        <translation>要关掉 posdesk 吗？已经没有在等的单了。</translation>
    </message>
    <message>
        <source>While it is closed no orders come in and nothing rings. Platforms may cancel what nobody accepts, and a cancel is not heard. All of it is kept and goes on at the next start.</source>
        <translation>关掉后收不到单，也不会响：没接的单平台可能取消，顾客取消也听不到。这里的都已存好，下次打开接着做。</translation>
    </message>
    <message>
        <source>Keep it open</source>
        <translation>不关</translation>
    </message>
    <message>
        <source>Close posdesk</source>
        <translation>关掉 posdesk</translation>
    </message>
</context>
<context>
    <name>moving</name>
    <message>
        <source>Not made: give an administrator a PIN first, under People and PIN.</source>
        <translation>没有生成：请先在“人员和 PIN”里给管理员设 PIN。</translation>
    </message>
    <message>
        <source>Not set: a PIN has six digits, and both fields must hold the same.</source>
        <translation>没有设：PIN 是六位数字，两次要一样。</translation>
    </message>
    <message>
        <source>Too many wrong tries. Wait a minute, then try again.</source>
        <translation>错的次数太多。等一分钟再试。</translation>
    </message>
    <message>
        <source>That is not the recovery code. Read it once more from its paper.</source>
        <translation>这不是找回码。照纸上再看一遍。</translation>
    </message>
    <message>
        <source>Not set: somebody else has this PIN. Choose another one.</source>
        <translation>没有设：别人已经用了这个 PIN。换一个。</translation>
    </message>
    <message>
        <source>It could not be written. Look at disk and stick, then try again.</source>
        <translation>没有写成。看看磁盘和 U 盘，再试一次。</translation>
    </message>
    <message>
        <source>An administrator&apos;s PIN is forgotten</source>
        <translation>忘了管理员的 PIN</translation>
    </message>
    <message>
        <source>With the recovery code an administrator gets a new PIN, for all to see.</source>
        <translation>用找回码给管理员设新 PIN；所有人都会看到。</translation>
    </message>
    <message>
        <source>No recovery code was made yet. Make one now, and keep its paper away from the counter.</source>
        <translation>还没有找回码。现在做一个，纸不要放在柜台。</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>找回码</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>新 PIN</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>再输一次</translation>
    </message>
    <message>
        <source>Another one than {name}</source>
        <translation>不是{name}，换一位</translation>
    </message>
    <message>
        <source>Set the PIN of {name}</source>
        <translation>设{name}的新 PIN</translation>
    </message>
    <message>
        <source>Make a new recovery code</source>
        <translation>做一个新的找回码</translation>
    </message>
    <message>
        <source>This shop moves to a new PC</source>
        <translation>这家店搬到新电脑</translation>
    </message>
    <message>
        <source>Orders, receipts, shifts and settings go into one file, with customers&apos; data in it; no key of a platform and no PIN. What comes in afterwards is not in it: close posdesk here then.</source>
        <translation>订单、小票、班次和设置打成一个文件，里面有顾客信息；没有平台密钥，也没有 PIN。之后进来的不在里面：打包后就关掉这里的 posdesk。</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>“文档”</translation>
    </message>
    <message>
        <source>Pack it into {folder}</source>
        <translation>打包到 {folder}</translation>
    </message>
    <message>
        <source>No packed file lies on a stick, in Documents, in Downloads or on the desktop.</source>
        <translation>U 盘、“文档”、“下载”和桌面上都没有打包文件。</translation>
    </message>
    <message>
        <source>This PC takes over a shop</source>
        <translation>这台电脑接收一家店</translation>
    </message>
    <message>
        <source>Code that the old PC showed</source>
        <translation>旧电脑上显示的码</translation>
    </message>
    <message>
        <source>Take it over at the next start</source>
        <translation>下次启动时接收</translation>
    </message>
    <message>
        <source>Store {store}, packed {at}: {file}</source>
        <translation>门店 {store}，{at} 打包：{file}</translation>
    </message>
    <message>
        <source>Write this down now: it is never shown again. Keep it where no cashier gets at it.</source>
        <translation>现在抄下来：以后不再显示。放在收银员拿不到的地方。</translation>
    </message>
    <message>
        <source>The new PIN counts from now on. The old code is used up: write down this one.</source>
        <translation>新 PIN 现在就算数。旧找回码已用掉：把这个抄下来。</translation>
    </message>
    <message>
        <source>Packed: {file}. Write down its code, and close posdesk on this PC.</source>
        <translation>打好了：{file}。抄下这个码，然后关掉这台电脑上的 posdesk。</translation>
    </message>
    <message>
        <source>Packed, without the key of the audit trail&apos;s seals: {file}. Write down its code.</source>
        <translation>打好了，但没有操作记录封印的密钥：{file}。抄下这个码。</translation>
    </message>
    <message>
        <source>Store {store} is ready. Close posdesk and open it again, then enter keys and PINs anew.</source>
        <translation>门店 {store} 准备好了。关掉 posdesk 再打开，然后重新填密钥和 PIN。</translation>
    </message>
    <message>
        <source>The code does not fit this file. Compare it with what the old PC showed.</source>
        <translation>码和这个文件对不上。和旧电脑上显示的比一下。</translation>
    </message>
    <message>
        <source>The file was changed or cut on the way. Pack it once more on the old PC.</source>
        <translation>文件在路上被改过或不全。在旧电脑上再打包一次。</translation>
    </message>
    <message>
        <source>That is no file that posdesk packed. Look for another one.</source>
        <translation>这不是 posdesk 打包的文件。另找一个。</translation>
    </message>
    <message>
        <source>A newer posdesk packed this file. Install that version here first.</source>
        <translation>打包用的是更新的版本。先在这里装那个版本。</translation>
    </message>
    <message>
        <source>This PC has orders, receipts or shifts of its own. Only a new posdesk can take a shop over.</source>
        <translation>这台电脑上已有自己的订单、小票或班次。只有新装的 posdesk 能接收一家店。</translation>
    </message>
    <message>
        <source>The file can&apos;t be read. Plug the stick in again, or copy it once more.</source>
        <translation>文件读不出来。重新插上 U 盘，或再拷一次。</translation>
    </message>
</context>
<context>
    <name>names</name>
    <message>
        <source>Another name</source>
        <translation>别的姓名</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>It is recorded as said: nobody is set up with a PIN.</source>
        <translation>记录里写成自报的姓名：还没有人设过 PIN。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>That is me</source>
        <translation>就是我</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Hours</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Pickup</source>
        <translation>取货</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>pickup</name>
    <message>
        <source>This code fits {n} orders</source>
        <translation>这个码对上 {n} 单</translation>
    </message>
    <message>
        <source>Choose one first</source>
        <translation>先选一单</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>都不是</translation>
    </message>
    <message>
        <source>It holds {name}, which can&apos;t be seen. Type the code by hand.</source>
        <translation>其中有看不见的字符 {name}。请手工输入这个码。</translation>
    </message>
    <message>
        <source>A code has 1 to 64 letters, digits and signs.</source>
        <translation>取货码是 1 到 64 个字母、数字或符号。</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已付</translation>
    </message>
    <message>
        <source>Not paid</source>
        <translation>未付</translation>
    </message>
    <message>
        <source>Not this order</source>
        <translation>不是这单</translation>
    </message>
    <message>
        <source>Self-pickup</source>
        <translation>自取</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>外送</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交货</translation>
    </message>
    <message>
        <source>Open what waits</source>
        <translation>打开这个结果</translation>
    </message>
    <message>
        <source>The customer&apos;s code opens the order here, from any page.</source>
        <translation>顾客的码在哪一页扫，这里都会打开这单。</translation>
    </message>
    <message>
        <source>Just scan, no click first</source>
        <translation>直接扫码，不用先点</translation>
    </message>
    <message>
        <source>Asking the platforms</source>
        <translation>正在问平台</translation>
    </message>
    <message>
        <source>Record as verified, in the name of {who}? Nothing more is sent.</source>
        <translation>以 {who} 的名义记为已核销？不会再发送。</translation>
    </message>
    <message>
        <source>Record as not verified, in the name of {who}, and send it anew?</source>
        <translation>以 {who} 的名义记为没核销，再发一次？</translation>
    </message>
    <message>
        <source>See the record</source>
        <translation>看记录</translation>
    </message>
    <message>
        <source>Ask again now</source>
        <translation>现在再问</translation>
    </message>
    <message>
        <source>It is verified</source>
        <translation>已核销</translation>
    </message>
    <message>
        <source>Not verified, resend</source>
        <translation>没核销，再发一次</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Hand out against signature</source>
        <translation>签字交货</translation>
    </message>
    <message>
        <source>Withdraw it</source>
        <translation>撤回核销</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后处理</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Yes, it is verified</source>
        <translation>确定，已核销</translation>
    </message>
    <message>
        <source>Yes, send again</source>
        <translation>确定，再发一次</translation>
    </message>
    <message>
        <source>Hand it out here</source>
        <translation>在这里交货</translation>
    </message>
    <message>
        <source>Folds in {n} s</source>
        <translation>{n} 秒后收起</translation>
    </message>
    <message>
        <source>It was handed out here before</source>
        <translation>这单在这里交过货</translation>
    </message>
    <message>
        <source>Another counter has handed it out</source>
        <translation>另一个台已经交货</translation>
    </message>
    <message>
        <source>Another counter began to hand it out</source>
        <translation>另一个台已经开始交货</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>核销成功</translation>
    </message>
    <message>
        <source>Hand it over.</source>
        <translation>可以交货。</translation>
    </message>
    <message>
        <source>Confirmed by the platform    {time}    {who}</source>
        <translation>平台已确认&#x3000;{time}&#x3000;{who}</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>已交货</translation>
    </message>
    <message>
        <source>Recorded here only: this order needs no verification, nothing was sent.</source>
        <translation>只记在本店：这单不用核销，没有发给平台。</translation>
    </message>
    <message>
        <source>Handed out against signature</source>
        <translation>已签字交货</translation>
    </message>
    <message>
        <source>Not verified yet: it waits and is sent once the platform answers again.</source>
        <translation>还没核销：在排队，平台恢复答复后自动发出。</translation>
    </message>
    <message>
        <source>Have the customer sign. It is listed until it is verified.</source>
        <translation>请顾客签字。核销之前一直列着。</translation>
    </message>
    <message>
        <source>Recorded as verified</source>
        <translation>记为已核销</translation>
    </message>
    <message>
        <source>{who} says so; the platform did not confirm it.</source>
        <translation>{who} 说已核销，平台没有确认。</translation>
    </message>
    <message>
        <source>This order belongs to {store}</source>
        <translation>这单属于{store}</translation>
    </message>
    <message>
        <source>Send the customer to {store}. Hand nothing out.</source>
        <translation>请顾客到{store}取餐，餐不要给出。</translation>
    </message>
    <message>
        <source>Can&apos;t be verified here</source>
        <translation>不能在这里核销</translation>
    </message>
    <message>
        <source>Nobody knows this code</source>
        <translation>没有哪家认识这个码</translation>
    </message>
    <message>
        <source>All platforms that were asked answered: no order has this code.</source>
        <translation>问过的平台都答复了：没有这个码的单。</translation>
    </message>
    <message>
        <source>Compare the code with the customer&apos;s, then scan it again. Hand nothing out.</source>
        <translation>和顾客的码对一下再扫，餐不要给出。</translation>
    </message>
    <message>
        <source>This order was refused by us.</source>
        <translation>这单本店已拒。</translation>
    </message>
    <message>
        <source>Hand nothing out. Look at this order on {platform}&apos;s own page.</source>
        <translation>餐不要给出。请到{platform}商家端看这单。</translation>
    </message>
    <message>
        <source>Hand nothing out. Ask at counter {n} whether the customer has it.</source>
        <translation>不要交付。请先问 {n} 号台，顾客是否已取走。</translation>
    </message>
    <message>
        <source>Ask at counter {n} whether the customer has it. If not, press F8.</source>
        <translation>先问 {n} 号台，顾客是否已取走。没有取走的话，按 F8。</translation>
    </message>
    <message>
        <source>This order is cancelled</source>
        <translation>这单已取消</translation>
    </message>
    <message>
        <source>Hand nothing out. {platform} settles it with the customer.</source>
        <translation>餐不要给出。顾客请找{platform}处理。</translation>
    </message>
    <message>
        <source>Cancelled {time}.</source>
        <translation>{time} 取消。</translation>
    </message>
    <message>
        <source>This order is closed here</source>
        <translation>这一单已在本店结束</translation>
    </message>
    <message>
        <source>Hand nothing out yet. A manager opens it again: F10, F5, then Alt+E.</source>
        <translation>先别给货。请经理重新打开：F10、F5，再按 Alt+E。</translation>
    </message>
    <message>
        <source>{time}    {who}    {why}</source>
        <translation>{time}    {who}    {why}</translation>
    </message>
    <message>
        <source>This code has been used</source>
        <translation>这个码用过了</translation>
    </message>
    <message>
        <source>Ask the customer whether it was fetched. Don&apos;t give a second one.</source>
        <translation>先问顾客是否已取走，别再给一份。</translation>
    </message>
    <message>
        <source>Another order there may have this code, too.</source>
        <translation>那里也许还有一单用这个码。</translation>
    </message>
    <message>
        <source>This order was completed {time}.</source>
        <translation>这单 {time} 已完成。</translation>
    </message>
    <message>
        <source>Result unknown</source>
        <translation>结果未知</translation>
    </message>
    <message>
        <source>Don&apos;t hand it over yet. Look on {platform}&apos;s own page whether it is verified.</source>
        <translation>先别交货。请到{platform}商家端看这单核销了没有，再选。</translation>
    </message>
    <message>
        <source>Asked again with the same number. Repeats so far: {n}.</source>
        <translation>已用同一编号再问 {n} 次。</translation>
    </message>
    <message>
        <source>It is not asked again by itself.</source>
        <translation>不会自己再问了。</translation>
    </message>
    <message>
        <source>Being asked again now.</source>
        <translation>正在再问。</translation>
    </message>
    <message>
        <source>Asked again at {time}.</source>
        <translation>{time} 再问。</translation>
    </message>
    <message>
        <source>Cannot be checked now</source>
        <translation>现在查不了</translation>
    </message>
    <message>
        <source>Nothing is verified. A manager can hand it out against signature.</source>
        <translation>还没核销。急的话请经理签字交货。</translation>
    </message>
    <message>
        <source>The verification waits here and goes out once the platform answers.</source>
        <translation>核销在排队，平台恢复答复后发出。</translation>
    </message>
    <message>
        <source>Next try {time}.</source>
        <translation>{time} 再试。</translation>
    </message>
    <message>
        <source>Which order it is can&apos;t be seen either: find it by its number with F10.</source>
        <translation>也看不出是哪一单：按 F10 用号码找。</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>核销发送中</translation>
    </message>
    <message>
        <source>Last scans</source>
        <translation>最近扫码</translation>
    </message>
    <message>
        <source>{n} today</source>
        <translation>今天 {n} 次</translation>
    </message>
    <message>
        <source>Waiting for you: {n}</source>
        <translation>等您处理：{n}</translation>
    </message>
    <message>
        <source>scanner</source>
        <translation>扫码枪</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>手输</translation>
    </message>
    <message>
        <source>{platform} says: {words}</source>
        <translation>{platform}说：{words}</translation>
    </message>
    <message>
        <source>No answer from {platforms}.</source>
        <translation>{platforms} 没有答复。</translation>
    </message>
    <message>
        <source>Verified {time} by {who}, counter {counter}.</source>
        <translation>{time} 由{who}在 {counter} 号台核销。</translation>
    </message>
    <message>
        <source>Verified {time} at counter {counter}.</source>
        <translation>{time} 在 {counter} 号台核销。</translation>
    </message>
    <message>
        <source>Sound: rising ding-dong</source>
        <translation>声音：上行两音，叮咚</translation>
    </message>
    <message>
        <source>Sound: two low short tones</source>
        <translation>声音：低音两短声</translation>
    </message>
    <message>
        <source>Sound: three equal short tones</source>
        <translation>声音：同音三短声</translation>
    </message>
    <message>
        <source>Sound: one long tremolo</source>
        <translation>声音：一长音，带颤</translation>
    </message>
    <message>
        <source>CapsLock is on and turned its letters over: switch it off, and scan again.</source>
        <translation>大写锁定（CapsLock）开着，字母大小写反了：请关掉它，再扫一次。</translation>
    </message>
    <message>
        <source>Keys came together as from two scanners: scan again, one after the other.</source>
        <translation>按键混在一起，像两把扫码枪同时在扫：请一把扫完再扫另一把。</translation>
    </message>
    <message>
        <source>Nothing is verified: a scan after this order could not be read.</source>
        <translation>没有核销：这单之后有一次扫码没读全。</translation>
    </message>
    <message>
        <source>Scan again, or press ↑ to keep to this order.</source>
        <translation>请再扫一次；仍要这一单，请按 ↑。</translation>
    </message>
    <message>
        <source>Nothing is verified: another code is being looked up.</source>
        <translation>没有核销：正在查另一个码。</translation>
    </message>
    <message>
        <source>Wait for its result, or press ↑ to keep to this order.</source>
        <translation>请等它的结果；仍要这一单，请按 ↑。</translation>
    </message>
    <message>
        <source>Nothing was opened: the results that wait have no room here.</source>
        <translation>没有打开：窗口太窄，等您处理的结果放不下。</translation>
    </message>
    <message>
        <source>Make the window wider.</source>
        <translation>请把窗口拉宽。</translation>
    </message>
    <message>
        <source>Nothing was done: the window is too small to show the order.</source>
        <translation>什么也没做：窗口太小，显示不下这一单。</translation>
    </message>
    <message>
        <source>End the STOPs above with F11, or make the window larger.</source>
        <translation>请先用 F11 确认上面的停单，或把窗口拉大。</translation>
    </message>
    <message>
        <source>Nothing was done: the chosen row was not on the screen.</source>
        <translation>什么也没做：选中的那一行刚才不在屏幕上。</translation>
    </message>
    <message>
        <source>Here it is now. Press the key again.</source>
        <translation>现在显示出来了，请再按一次。</translation>
    </message>
    <message>
        <source>Fits only this order</source>
        <translation>只对上这一单</translation>
    </message>
    <message>
        <source>Verifying, no answer yet</source>
        <translation>核销发送中，等平台答复</translation>
    </message>
    <message>
        <source>Nobody has accepted this order</source>
        <translation>这一单还没接</translation>
    </message>
    <message>
        <source>Found, not verified yet</source>
        <translation>已找到，还没核销</translation>
    </message>
    <message>
        <source>Needs the customer&apos;s code</source>
        <translation>要顾客的取货码</translation>
    </message>
    <message>
        <source>Needs no verification</source>
        <translation>不用核销的单</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>Verify and hand over</source>
        <translation>核销并交货</translation>
    </message>
    <message>
        <source>Enter the code</source>
        <translation>输入取货码</translation>
    </message>
    <message>
        <source>Hand over (recorded here only)</source>
        <translation>交货（只记在本店）</translation>
    </message>
    <message>
        <source>Wait for the platform&apos;s answer before handing it over.</source>
        <translation>等平台答复了再交货。</translation>
    </message>
    <message>
        <source>Nobody has accepted this order: it may not be made.</source>
        <translation>这一单还没接，可能没做。</translation>
    </message>
    <message>
        <source>Ask the kitchen first. Verifying can&apos;t be undone.</source>
        <translation>先问后厨。核销后不能撤回。</translation>
    </message>
    <message>
        <source>Verifying can&apos;t be undone.</source>
        <translation>核销后不能撤回。</translation>
    </message>
    <message>
        <source>A scanner&apos;s Enter presses no button.</source>
        <translation>扫码枪的回车不会按下任何按钮。</translation>
    </message>
    <message>
        <source>The customer shows it.</source>
        <translation>请顾客出示取货码。</translation>
    </message>
    <message>
        <source>Nothing is sent to the platform.</source>
        <translation>不会发给平台。</translation>
    </message>
    <message>
        <source>Choose with the arrows or a touch.</source>
        <translation>按 ↑↓ 或点一下来选。</translation>
    </message>
    <message>
        <source>This order must be accepted first.</source>
        <translation>这单要先接单。</translation>
    </message>
    <message>
        <source>Where nothing can be checked: hand out against signature</source>
        <translation>查不了时才用：签字交货</translation>
    </message>
    <message>
        <source>Where nothing can be checked: against signature, with a PIN</source>
        <translation>查不了时才用：签字交货（要 PIN）</translation>
    </message>
</context>
<context>
    <name>print</name>
    <message>
        <source>Which printer?</source>
        <translation>用哪台打印机？</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>This PC has no printer. Set one up in the system&apos;s settings, or save a PDF instead.</source>
        <translation>这台电脑没有打印机。请在系统设置里添加，或改存 PDF。</translation>
    </message>
</context>
<context>
    <name>prints</name>
    <message>
        <source>Prints</source>
        <translation>单子</translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Only these need you.</source>
        <translation>只有这些要您看一眼</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>没打</translation>
    </message>
    <message>
        <source>Nothing of them has left: no half slip lies there.</source>
        <translation>一点都没送出去，不会有半张</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>已交出</translation>
    </message>
    <message>
        <source>The printer can&apos;t answer. Nothing to do.</source>
        <translation>打印机不会回话，不用管</translation>
    </message>
    <message>
        <source>No slip waits and none is doubtful</source>
        <translation>没有等着打的单，也没有不确定的</translation>
    </message>
    <message>
        <source>It came out</source>
        <translation>打出来了</translation>
    </message>
    <message>
        <source>Print one more</source>
        <translation>再打一份</translation>
    </message>
    <message>
        <source>Print now</source>
        <translation>现在打</translation>
    </message>
    <message>
        <source>Don&apos;t print</source>
        <translation>不打了</translation>
    </message>
    <message>
        <source>{slip}, copy {n}    {printer}    {time}</source>
        <translation>{slip} 第 {n} 份&#x3000;{printer}&#x3000;{time}</translation>
    </message>
    <message>
        <source>{n} slips wait for it.</source>
        <translation>后面 {n} 张在等。</translation>
    </message>
    <message>
        <source>Printers now</source>
        <translation>打印机现在</translation>
    </message>
    <message>
        <source>No printer is set up. Settings has them under Printers.</source>
        <translation>还没有设置打印机。在设置的“打印机”里加。</translation>
    </message>
    <message>
        <source>What these words mean</source>
        <translation>这几个词的意思</translation>
    </message>
    <message>
        <source>Today: {printed} printed, {handed} handed over, {again} printed again.</source>
        <translation>今天：打好了 {printed} 张，已交出 {handed} 张，补打 {again} 张。</translation>
    </message>
    <message>
        <source>Kitchen slip</source>
        <translation>厨房单</translation>
    </message>
    <message>
        <source>Packing slip</source>
        <translation>打包单</translation>
    </message>
    <message>
        <source>Courier slip</source>
        <translation>骑手单</translation>
    </message>
    <message>
        <source>Customer slip</source>
        <translation>顾客单</translation>
    </message>
    <message>
        <source>STOP slip</source>
        <translation>停单</translation>
    </message>
    <message>
        <source>Z slip</source>
        <translation>Z 单</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等着打</translation>
    </message>
    <message>
        <source>Printing</source>
        <translation>正在打</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>打好了</translation>
    </message>
    <message>
        <source>Came out</source>
        <translation>打出来了</translation>
    </message>
    <message>
        <source>Printed once more</source>
        <translation>又打了一份</translation>
    </message>
    <message>
        <source>Not wanted any more</source>
        <translation>不打了</translation>
    </message>
    <message>
        <source>The printer itself said so, after the cut.</source>
        <translation>切纸后，打印机自己回了话。</translation>
    </message>
    <message>
        <source>All of it is sent; this printer can&apos;t answer.</source>
        <translation>都送出去了，这台打印机不会回话。</translation>
    </message>
    <message>
        <source>Sending began, and no answer came.</source>
        <translation>开始送了，没等到回话。</translation>
    </message>
    <message>
        <source>Nothing of it has left.</source>
        <translation>一点都没送出去。</translation>
    </message>
    <message>
        <source>The line broke off in the midst, without an answer.</source>
        <translation>打到一半线断了，打印机没有回话。</translation>
    </message>
    <message>
        <source>No answer came after the cut.</source>
        <translation>切纸后没有回话。</translation>
    </message>
    <message>
        <source>The paper ran out in the midst.</source>
        <translation>打到一半没纸了。</translation>
    </message>
    <message>
        <source>The cover was opened in the midst.</source>
        <translation>打到一半上盖开了。</translation>
    </message>
    <message>
        <source>The printer stopped in the midst.</source>
        <translation>打到一半打印机停了。</translation>
    </message>
    <message>
        <source>The printer said that something is wrong, in the midst.</source>
        <translation>打到一半，打印机说自己有故障。</translation>
    </message>
    <message>
        <source>The printer answered what no printer says.</source>
        <translation>打印机回的话看不懂。</translation>
    </message>
    <message>
        <source>posdesk ended in the midst of it.</source>
        <translation>打到一半 posdesk 停了。</translation>
    </message>
    <message>
        <source>It may have printed in a time that this PC&apos;s data lacks.</source>
        <translation>可能在本机没有记录的那段时间里打过了。</translation>
    </message>
    <message>
        <source>Something failed in the midst of it.</source>
        <translation>打到一半出了问题。</translation>
    </message>
    <message>
        <source>{printer} can&apos;t be reached.</source>
        <translation>{printer}打印机连不上。</translation>
    </message>
    <message>
        <source>Look at its power and its cable. If its address changed, enter the new one: Settings, Printers.</source>
        <translation>看电源和网线。地址变了，在“设置”的“打印机”里改成新的。</translation>
    </message>
    <message>
        <source>{printer} takes no connection now.</source>
        <translation>{printer}打印机现在不接受连接。</translation>
    </message>
    <message>
        <source>Another PC may be printing there. If that lasts, switch the printer off and on.</source>
        <translation>可能别的电脑正在打。一直这样，就关掉打印机再打开。</translation>
    </message>
    <message>
        <source>Another program holds {printer}.</source>
        <translation>别的程序占着{printer}打印机。</translation>
    </message>
    <message>
        <source>End the program that prints there, the till&apos;s for one.</source>
        <translation>关掉在那里打印的程序，比如收银软件。</translation>
    </message>
    <message>
        <source>This account may not use {printer}.</source>
        <translation>这个账户不能用{printer}打印机。</translation>
    </message>
    <message>
        <source>An administrator of this PC must allow it: on Linux by the group lp, of a serial port dialout.</source>
        <translation>请这台电脑的管理员开通：Linux 上加入 lp 组，串口加入 dialout 组。</translation>
    </message>
    <message>
        <source>{printer} is offline.</source>
        <translation>{printer}打印机脱机了。</translation>
    </message>
    <message>
        <source>Press its feed key, or switch it off and on.</source>
        <translation>按一下走纸键，或关掉再打开。</translation>
    </message>
    <message>
        <source>The cover of {printer} is open.</source>
        <translation>{printer}打印机的上盖开着。</translation>
    </message>
    <message>
        <source>Close it.</source>
        <translation>合上上盖。</translation>
    </message>
    <message>
        <source>{printer} has no paper.</source>
        <translation>{printer}打印机没纸了。</translation>
    </message>
    <message>
        <source>Open the cover, put paper in, close it.</source>
        <translation>打开上盖，装纸，合上盖。</translation>
    </message>
    <message>
        <source>{printer} says that something is wrong with it.</source>
        <translation>{printer}打印机说自己有故障。</translation>
    </message>
    <message>
        <source>Look at its lamps and its cutter, then switch it off and on.</source>
        <translation>看指示灯和切刀，再关掉打开。</translation>
    </message>
    <message>
        <source>{printer} does not answer.</source>
        <translation>{printer}打印机没有回话。</translation>
    </message>
    <message>
        <source>Switch it off and on. If it never answers, try it out anew: Settings, Printers.</source>
        <translation>关掉再打开。一直不回话，在“设置”的“打印机”里重新打试单。</translation>
    </message>
    <message>
        <source>{printer} is in the settings no more.</source>
        <translation>设置里已经没有{printer}打印机。</translation>
    </message>
    <message>
        <source>Set it up again, or drop this slip.</source>
        <translation>重新设置它，或者不打这张单。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t make this slip.</source>
        <translation>posdesk 做不出这张单。</translation>
    </message>
    <message>
        <source>Make the diagnostic file, and tell support.</source>
        <translation>做诊断文件，告诉技术支持。</translation>
    </message>
    <message>
        <source>{printer} did not take it.</source>
        <translation>{printer}打印机没有收下。</translation>
    </message>
    <message>
        <source>Look at the printer.</source>
        <translation>去看一下打印机。</translation>
    </message>
    <message>
        <source>Printer: no paper</source>
        <translation>打印机没纸</translation>
    </message>
    <message>
        <source>Printer: cover open</source>
        <translation>打印机盖子开着</translation>
    </message>
    <message>
        <source>Printer not reached</source>
        <translation>打印机连不上</translation>
    </message>
    <message>
        <source>Printer offline</source>
        <translation>打印机脱机</translation>
    </message>
    <message>
        <source>Look at {printer}: if it is there, press &quot;It came out&quot;. If not, or only half of it, press &quot;Print one more&quot;; that one says that it may be a second copy.</source>
        <translation>去{printer}看：有这张，按“打出来了”；没有或只有半张，按“再打一份”。新的一份写明“可能是第二份”。</translation>
    </message>
    <message>
        <source>{n} printers don&apos;t print</source>
        <translation>{n} 台打印机打不了</translation>
    </message>
    <message>
        <source>A printer doesn&apos;t print</source>
        <translation>打印机打不了</translation>
    </message>
    <message>
        <source>Handed over to {printer}, which never answers.</source>
        <translation>交给了{printer}，它不会回话，打没打出来这里不知道。</translation>
    </message>
    <message>
        <source>If no paper is there, print one more: it says that it may be a second copy.</source>
        <translation>没看到纸，就再打一份，会写明“可能是第二份”。</translation>
    </message>
    <message>
        <source>It prints by itself then.</source>
        <translation>好了会自己打，不用按。</translation>
    </message>
    <message>
        <source>It is {n} min old and does not print by itself any more.</source>
        <translation>已过 {n} 分钟，不会自己打了。</translation>
    </message>
    <message>
        <source>If it is still wanted, press &quot;Print now&quot;, else &quot;Don&apos;t print&quot;.</source>
        <translation>还要就按“现在打”，不要就按“不打了”。</translation>
    </message>
    <message>
        <source>Since {time}.</source>
        <translation>从 {time} 起。</translation>
    </message>
    <message>
        <source>Nothing printed today yet.</source>
        <translation>今天还没有打过。</translation>
    </message>
    <message>
        <source>{time} printed {order}, and it answered after the cut.</source>
        <translation>{time} 打好{order}，切纸后回了话。</translation>
    </message>
    <message>
        <source>{time} {order} was handed over.</source>
        <translation>{time} 交出{order}。</translation>
    </message>
    <message>
        <source>{time} {order} came out, somebody says.</source>
        <translation>{time} {order}打出来了，有人看过。</translation>
    </message>
    <message>
        <source>It can print.</source>
        <translation>能打。</translation>
    </message>
    <message>
        <source>It only takes slips over and never answers.</source>
        <translation>只能交出，不会回话。</translation>
    </message>
    <message>
        <source>{time} {order} is doubtful.</source>
        <translation>{time} {order}不确定。</translation>
    </message>
    <message>
        <source>Its last slip is doubtful.</source>
        <translation>最近一张不确定。</translation>
    </message>
    <message>
        <source>{printer} printed, and said so after the cut.</source>
        <translation>{printer}打好了，切纸后回了话。</translation>
    </message>
    <message>
        <source>Handed over to {printer}. It does not answer.</source>
        <translation>交给了{printer}，它不会回话。</translation>
    </message>
    <message>
        <source>Look whether the test slip came out.</source>
        <translation>看试单打出来没有。</translation>
    </message>
    <message>
        <source>Look at what came out.</source>
        <translation>看看打出来了什么。</translation>
    </message>
</context>
<context>
    <name>reach</name>
    <message>
        <source>How a platform reaches this PC</source>
        <translation>平台怎么打到这台电脑</translation>
    </message>
    <message>
        <source>{partner}: {words}</source>
        <translation>{partner}：{words}</translation>
    </message>
    <message>
        <source>Nothing listens now: no platform can call this PC.</source>
        <translation>现在没有在监听：没有平台能打进来。</translation>
    </message>
    <message>
        <source>This PC has no address in any network: look at its cable.</source>
        <translation>这台电脑没有网络地址：看看网线。</translation>
    </message>
    <message>
        <source>Windows&apos; firewall lets port {port} in.</source>
        <translation>Windows 防火墙已放行端口 {port}。</translation>
    </message>
    <message>
        <source>Windows&apos; firewall must let port {port} in. An administrator runs this once: {command}</source>
        <translation>Windows 防火墙要放行端口 {port}。请管理员运行一次：{command}</translation>
    </message>
    <message>
        <source>No call from outside yet.</source>
        <translation>还没有从外面打进来过。</translation>
    </message>
    <message>
        <source>Last call from outside {time}, from {address}.</source>
        <translation>最近一次从外面打进来：{time}，来自 {address}。</translation>
    </message>
    <message>
        <source>Port {port} is open to programs of this PC only. That is right where a gateway program on this PC hands the platforms&apos; calls in; else enter 0.0.0.0: Settings, Port for orders.</source>
        <translation>端口 {port} 只对本机程序开放。由本机的网关程序转交平台调用时这样就对；否则请在“设置”的“收单端口”里填 0.0.0.0。</translation>
    </message>
    <message>
        <source>In the shop&apos;s network this PC is {urls}.</source>
        <translation>在店里的网络上，这台电脑的地址是 {urls}。</translation>
    </message>
    <message>
        <source>That address is a public one: give it to the platform as it stands.</source>
        <translation>这是公网地址：原样给平台就行。</translation>
    </message>
    <message>
        <source>The platform is outside: let the router forward port {port} to {address}, and give the platform the router&apos;s own outside address.</source>
        <translation>平台在外面：请在路由器上把端口 {port} 转发到 {address}，再把路由器自己的外网地址给平台。</translation>
    </message>
    <message>
        <source>If that begins with 10., 100.64. to 100.127., 172.16. to 172.31. or 192.168., the shop is behind its provider&apos;s address translation, and nobody outside can call it: ask the provider for a public address, or use a gateway.</source>
        <translation>外网地址如果以 10.、100.64. 到 100.127.、172.16. 到 172.31. 或 192.168. 开头，这家店就在运营商的地址转换后面，外面打不进来：请向运营商要公网地址，或者用网关。</translation>
    </message>
    <message>
        <source>That is an address of the provider&apos;s address translation: nobody outside can call it. Ask the provider for a public address, or use a gateway.</source>
        <translation>这是运营商地址转换用的地址，外面打不进来。请向运营商要公网地址，或者用网关。</translation>
    </message>
    <message>
        <source>posdesk asks no service outside: whether a call gets through shows when the platform calls.</source>
        <translation>posdesk 不向外面的服务查询：通不通，平台打来才知道。</translation>
    </message>
</context>
<context>
    <name>refused</name>
    <message>
        <source>{partner} sent order {number}, and it was not taken.</source>
        <translation>{partner} 发来的订单 {number} 没有收下。</translation>
    </message>
    <message>
        <source>{partner} cancels order {number}, and that was not taken.</source>
        <translation>{partner} 对订单 {number} 的取消没有收下。</translation>
    </message>
    <message>
        <source>{partner} sent a new state of order {number}, and it was not taken.</source>
        <translation>{partner} 发来的订单 {number} 新状态没有收下。</translation>
    </message>
    <message>
        <source>{partner} sent a call, and it was not taken.</source>
        <translation>{partner} 发来的一个请求没有收下。</translation>
    </message>
    <message>
        <source>{partner} order {number}: not taken</source>
        <translation>{partner} 订单 {number}：没有收下</translation>
    </message>
    <message>
        <source>{partner} cancels order {number}: not taken</source>
        <translation>{partner} 取消订单 {number}：没有收下</translation>
    </message>
    <message>
        <source>{partner} order {number}: new state not taken</source>
        <translation>{partner} 订单 {number}：新状态没有收下</translation>
    </message>
    <message>
        <source>{partner}: a call was not taken</source>
        <translation>{partner}：一个请求没有收下</translation>
    </message>
    <message>
        <source>An order may be missing here. The Sync page says what to tell the platform.</source>
        <translation>这里可能少一张订单。“同步”页写明该告诉平台什么。</translation>
    </message>
    <message>
        <source>Calls that were not taken: {counts}.</source>
        <translation>没有收下的请求：{counts}。</translation>
    </message>
    <message>
        <source>Calls that claim to be {partners} are wrongly signed since {time}: is the appkey right?</source>
        <translation>从 {time} 起，自称 {partners} 的请求签名不对：appkey 对吗？</translation>
    </message>
    <message>
        <source>If not, its orders don&apos;t come in. Compare it with the platform&apos;s, then enter it: Settings, Platforms and secrets.</source>
        <translation>不对的话，它的单进不来。请和平台核对，再在“设置”的“平台和密钥”里填。</translation>
    </message>
    <message>
        <source>{field}: {words}.</source>
        <translation>{field}：{words}。</translation>
    </message>
    <message>
        <source>Tell {partner}: call answered with code {code}; mend it and send it again.</source>
        <translation>请告诉 {partner}：请求被答复代码 {code}，改正后重新发送。</translation>
    </message>
    <message>
        <source>Tell {partner}: order {bill} was answered with code {code}; mend it and send it again.</source>
        <translation>请告诉 {partner}：订单 {bill} 被答复代码 {code}，改正后重新发送。</translation>
    </message>
    <message>
        <source>The same call carried {others}, too.</source>
        <translation>同一请求里还有 {others}。</translation>
    </message>
</context>
<context>
    <name>relay</name>
    <message>
        <source>The Orders page lists them: Alt+G, and Alt+Q once that is read.</source>
        <translation>订单页有清单：按 Alt+G 打开，看完按 Alt+Q。</translation>
    </message>
    <message>
        <source>It is being connected.</source>
        <translation>正在连接。</translation>
    </message>
    <message>
        <source>Wait a moment.</source>
        <translation>稍等片刻。</translation>
    </message>
    <message>
        <source>None of its servers answers.</source>
        <translation>服务器都没有回应。</translation>
    </message>
    <message>
        <source>Look at this PC&apos;s network; posdesk tries again by itself.</source>
        <translation>看一下这台电脑的网络；posdesk 会自己再试。</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not the chain&apos;s ({detail}).</source>
        <translation>服务器的证书不是连锁总部的（{detail}）。</translation>
    </message>
    <message>
        <source>Tell the chain&apos;s administrator: somebody may stand between.</source>
        <translation>告诉总部管理员：中间可能有人截听。</translation>
    </message>
    <message>
        <source>The chain took this PC&apos;s permission away.</source>
        <translation>总部收回了这台电脑的许可。</translation>
    </message>
    <message>
        <source>If this PC shall stay, ask the chain&apos;s administrator for a new enrolment line.</source>
        <translation>如果这台电脑还要用，请总部管理员给一行新的登记行。</translation>
    </message>
    <message>
        <source>This PC&apos;s permission has run out.</source>
        <translation>这台电脑的许可到期了。</translation>
    </message>
    <message>
        <source>Ask the chain&apos;s administrator for a new enrolment line.</source>
        <translation>请总部管理员给一行新的登记行。</translation>
    </message>
    <message>
        <source>Another PC works as this counter already.</source>
        <translation>另一台电脑已经在用这个台号。</translation>
    </message>
    <message>
        <source>Close posdesk on the other PC, or ask the chain for a new line for this counter.</source>
        <translation>关掉那台电脑上的 posdesk，或者请总部给这个台号一行新的登记行。</translation>
    </message>
    <message>
        <source>This PC has no enrolment line yet.</source>
        <translation>这台电脑还没有登记行。</translation>
    </message>
    <message>
        <source>Enter the line that the chain gave you: Settings, Chain&apos;s relay.</source>
        <translation>填上总部给的登记行：“设置”的“连锁中继”。</translation>
    </message>
    <message>
        <source>The PC&apos;s keyring does not give its key out.</source>
        <translation>电脑的密钥环不给出它的密钥。</translation>
    </message>
    <message>
        <source>Unlock it with the password of this PC&apos;s user; posdesk goes on by itself.</source>
        <translation>用这台电脑用户的密码解锁；posdesk 会自己继续。</translation>
    </message>
    <message>
        <source>The enrolment line was for another store or counter ({detail}).</source>
        <translation>登记行是给别的门店或台号的（{detail}）。</translation>
    </message>
    <message>
        <source>Enter the line of this counter, or mend store code and counter: Settings, Store.</source>
        <translation>填上这个台的登记行，或者改正门店编号和台号：“设置”的“门店”。</translation>
    </message>
    <message>
        <source>The chain has switched this store off.</source>
        <translation>总部停用了本店。</translation>
    </message>
    <message>
        <source>Ask the chain&apos;s administrator when it is switched on again.</source>
        <translation>问总部管理员什么时候恢复。</translation>
    </message>
    <message>
        <source>The gateway writes what this version can&apos;t read.</source>
        <translation>网关写的内容，这个版本读不了。</translation>
    </message>
    <message>
        <source>Update posdesk: Settings, Start and updates. What came is kept.</source>
        <translation>更新 posdesk：“设置”的“开机和更新”。收到的都留着。</translation>
    </message>
    <message>
        <source>The chain&apos;s relay takes nothing more: what is done here does not reach the others.</source>
        <translation>连锁中继不再接收：本机做的事传不到其他台。</translation>
    </message>
    <message>
        <source>Ask there before you hand out; tell the chain&apos;s administrator. All is kept and follows later.</source>
        <translation>交货前先问其他台，并告诉总部管理员。都已留存，之后会补传。</translation>
    </message>
    <message>
        <source>The server refuses this PC&apos;s time.</source>
        <translation>服务器不接受这台电脑的时间。</translation>
    </message>
    <message>
        <source>Set this PC&apos;s clock.</source>
        <translation>校准这台电脑的时钟。</translation>
    </message>
    <message>
        <source>Something in posdesk failed ({detail}).</source>
        <translation>posdesk 里出了错（{detail}）。</translation>
    </message>
    <message>
        <source>Close posdesk and open it again; send the diagnostic file.</source>
        <translation>关掉 posdesk 再打开；把诊断文件发出来。</translation>
    </message>
    <message>
        <source>{who} accepted {time}</source>
        <translation>{who} 已接 {time}</translation>
    </message>
    <message>
        <source>{who} refused {time}</source>
        <translation>{who} 已拒 {time}</translation>
    </message>
    <message>
        <source>{who} called it ready {time}</source>
        <translation>{who} 已备好 {time}</translation>
    </message>
    <message>
        <source>{who} took the payment {time}</source>
        <translation>{who} 已收款 {time}</translation>
    </message>
    <message>
        <source>{who} verified it {time}</source>
        <translation>{who} 已核销 {time}</translation>
    </message>
    <message>
        <source>{who} handed it out {time}</source>
        <translation>{who} 已交出 {time}</translation>
    </message>
    <message>
        <source>The chain&apos;s relay is not connected since {time}: no order comes by it.</source>
        <translation>连锁中继从 {time} 起连不上：经它的单都进不来。</translation>
    </message>
    <message>
        <source>The chain&apos;s relay is not connected: no order comes by it.</source>
        <translation>连锁中继连不上：经它的单都进不来。</translation>
    </message>
    <message>
        <source>What comes meanwhile is kept; until then watch the platforms&apos; own pages.</source>
        <translation>这段时间的单都留着；连上之前请看各平台自己的页面。</translation>
    </message>
    <message>
        <source>Ask there before you accept or hand out: neither counter sees what the other does.</source>
        <translation>接单、交货之前先去问一声：两个台现在互相看不到。</translation>
    </message>
    <message>
        <source>It mostly follows within a minute. If this stays, compare both boards.</source>
        <translation>一般一分钟内会补上。一直这样的话，请对照两个台的屏幕。</translation>
    </message>
    <message>
        <source>Counter {n} can&apos;t be seen since {time}.</source>
        <translation>从 {time} 起看不到 {n} 号台。</translation>
    </message>
    <message>
        <source>Of what counter {n} did, {k} have not come here.</source>
        <translation>{n} 号台做的事，有 {k} 件没有传到这里。</translation>
    </message>
    <message>
        <source>Counter {n}: no word from it yet.</source>
        <translation>{n} 号台：还没有消息。</translation>
    </message>
    <message>
        <source>Counter {n}: last word {time}.</source>
        <translation>{n} 号台：最近一次消息 {time}。</translation>
    </message>
    <message>
        <source>Not connected since {time}.</source>
        <translation>从 {time} 起连不上。</translation>
    </message>
    <message>
        <source>Connected since {time}.</source>
        <translation>从 {time} 起连着。</translation>
    </message>
    <message>
        <source>Nothing read yet.</source>
        <translation>还什么都没读到。</translation>
    </message>
    <message>
        <source>Read up to {n}.</source>
        <translation>读到第 {n} 条。</translation>
    </message>
    <message>
        <source>Read up to {n}: that is all.</source>
        <translation>读到第 {n} 条：全部读完。</translation>
    </message>
    <message>
        <source>Read up to {n}, {k} to come.</source>
        <translation>读到第 {n} 条，还有 {k} 条。</translation>
    </message>
    <message>
        <source>This PC&apos;s permission lasts until {date}.</source>
        <translation>这台电脑的许可到 {date} 为止。</translation>
    </message>
    <message>
        <source>It was not renewed: tell the chain&apos;s administrator.</source>
        <translation>没有续期：告诉总部管理员。</translation>
    </message>
    <message>
        <source>The gateway&apos;s clock is {n} min fast: orders count by its servers&apos; clock.</source>
        <translation>网关的时钟快了 {n} 分钟：订单按服务器的时钟算。</translation>
    </message>
    <message>
        <source>The gateway&apos;s clock is {n} min slow: orders count by its servers&apos; clock.</source>
        <translation>网关的时钟慢了 {n} 分钟：订单按服务器的时钟算。</translation>
    </message>
    <message>
        <source>Tell the chain&apos;s administrator.</source>
        <translation>告诉总部管理员。</translation>
    </message>
    <message>
        <source>This PC&apos;s permission at the chain&apos;s relay ends {date}.</source>
        <translation>这台电脑在连锁中继的许可 {date} 到期。</translation>
    </message>
    <message>
        <source>The gateway took {n} calls that can&apos;t be read here: an order may be among them.</source>
        <translation>网关收了 {n} 个请求，这里读不了：里面可能有单。</translation>
    </message>
    <message>
        <source>The Sync page says why, and reads them again once that is mended.</source>
        <translation>“同步”页写着原因，改好后再读一次。</translation>
    </message>
    <message>
        <source>{n} came while this counter was away ({start} – {end}). Nothing is lost.</source>
        <translation>这个台不在的时候（{start} – {end}）来了 {n} 条，都没有丢。</translation>
    </message>
    <message>
        <source>{place} {name}</source>
        <translation>{place} {name}</translation>
    </message>
    <message>
        <source>{who} is accepting or refusing it</source>
        <translation>{who} 正在处理</translation>
    </message>
    <message>
        <source>{who} is calling it ready</source>
        <translation>{who} 正在报备好</translation>
    </message>
    <message>
        <source>{who} is taking the payment</source>
        <translation>{who} 正在收款</translation>
    </message>
    <message>
        <source>{who} is handing it out</source>
        <translation>{who} 正在交货</translation>
    </message>
    <message>
        <source>{who} wanted to take it and is silent: please take it</source>
        <translation>{who} 要处理，之后没有消息：请在这里接</translation>
    </message>
    <message>
        <source>{who} wanted to call it ready and is silent: please look</source>
        <translation>{who} 要报备好，之后没有消息：请看一下</translation>
    </message>
    <message>
        <source>{who} began to take the payment and is silent: ask there</source>
        <translation>{who} 开始收款，之后没有消息：先去问</translation>
    </message>
    <message>
        <source>{who} began to hand it out and is silent: ask there</source>
        <translation>{who} 开始交货，之后没有消息：先去问</translation>
    </message>
    <message>
        <source>Sent without the relay: the other counters could not be asked</source>
        <translation>没有中继就发出了：没能问别的台</translation>
    </message>
    <message>
        <source>{who} began to take the payment at {time}, and is silent since.</source>
        <translation>{who} {time} 开始收款，之后没有消息。</translation>
    </message>
    <message>
        <source>Ask there whether the customer has paid. Take the payment here?</source>
        <translation>先问那边：顾客付了没有？在这里收款吗？</translation>
    </message>
    <message>
        <source>{who} began to hand it out at {time}, and is silent since.</source>
        <translation>{who} {time} 开始交货，之后没有消息。</translation>
    </message>
    <message>
        <source>Ask at counter {n} whether it is gone already. Hand it out here?</source>
        <translation>先问 {n} 号台：是不是已经拿走了？在这里交货吗？</translation>
    </message>
    <message>
        <source>{who} handed it out at {time}; the platform has not confirmed it yet.</source>
        <translation>{who} {time} 已交货，平台还没有确认。</translation>
    </message>
    <message>
        <source>Ask at counter {n} whether the customer has it. Hand it out here all the same?</source>
        <translation>先问 {n} 号台：顾客拿到了吗？仍然在这里交货吗？</translation>
    </message>
    <message>
        <source>{who} handed it out here at {time} against signature; it is not verified.</source>
        <translation>{who} {time} 已在这里签字交货，还没有核销。</translation>
    </message>
    <message>
        <source>Ask the customer who has it. Hand it out here once more?</source>
        <translation>先问清楚：货是谁拿走的？在这里再交一次吗？</translation>
    </message>
    <message>
        <source>by the relay</source>
        <translation>经中继</translation>
    </message>
    <message>
        <source>to this PC</source>
        <translation>直达本机</translation>
    </message>
</context>
<context>
    <name>rights</name>
    <message>
        <source>Refuse an order</source>
        <translation>拒单</translation>
    </message>
    <message>
        <source>Show phone, address</source>
        <translation>显示电话和地址</translation>
    </message>
    <message>
        <source>End a STOP</source>
        <translation>确认停单</translation>
    </message>
    <message>
        <source>Decide on a report</source>
        <translation>决定怎么上报</translation>
    </message>
    <message>
        <source>Say how it ended</source>
        <translation>说明结果</translation>
    </message>
    <message>
        <source>Withdraw a receipt</source>
        <translation>撤回小票</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>再发一次</translation>
    </message>
    <message>
        <source>Close here</source>
        <translation>在本店结束</translation>
    </message>
    <message>
        <source>Against signature</source>
        <translation>签字交货</translation>
    </message>
    <message>
        <source>Cash out of the drawer</source>
        <translation>从钱箱取钱</translation>
    </message>
    <message>
        <source>Close the shift</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>This takes the PIN of a cashier.</source>
        <translation>这一步要收银员的 PIN。</translation>
    </message>
    <message>
        <source>This takes the PIN of a manager.</source>
        <translation>这一步要经理的 PIN。</translation>
    </message>
    <message>
        <source>This takes the PIN of an administrator.</source>
        <translation>这一步要管理员的 PIN。</translation>
    </message>
    <message>
        <source>the cashier who gives the PIN</source>
        <translation>输入 PIN 的收银员</translation>
    </message>
    <message>
        <source>the manager who gives the PIN</source>
        <translation>输入 PIN 的经理</translation>
    </message>
    <message>
        <source>the administrator who gives the PIN</source>
        <translation>输入 PIN 的管理员</translation>
    </message>
</context>
<context>
    <name>say</name>
    <message>
        <source>yesterday {time}</source>
        <translation>昨天 {time}</translation>
    </message>
    <message>
        <source>{time} late</source>
        <translation>超时 {time}</translation>
    </message>
    <message>
        <source>waits {n} min</source>
        <translation>等 {n} 分</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} 小时 {m} 分</translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation>{m} 分 {s} 秒</translation>
    </message>
    <message>
        <source>Pickup, soon</source>
        <translation>尽快自取</translation>
    </message>
    <message>
        <source>Deliver, soon</source>
        <translation>尽快送达</translation>
    </message>
    <message>
        <source>Pickup {time}</source>
        <translation>{time} 自取</translation>
    </message>
    <message>
        <source>Deliver {time}</source>
        <translation>{time} 送达</translation>
    </message>
    <message>
        <source>Personal data wiped on {date}</source>
        <translation>个人信息已于 {date} 清除</translation>
    </message>
    <message>
        <source>&quot;{words}&quot;</source>
        <translation>“{words}”</translation>
    </message>
    <message>
        <source>{words}.</source>
        <translation>{words}。</translation>
    </message>
    <message>
        <source>Auto-accept</source>
        <translation>自动接单</translation>
    </message>
    <message>
        <source>{name} (not proven)</source>
        <translation>{name}（自报）</translation>
    </message>
    <message>
        <source>Counter {n}, PIN pad waiting</source>
        <translation>{n} 号台，PIN 键盘在等待</translation>
    </message>
    <message>
        <source>Counter {n}</source>
        <translation>{n} 号台</translation>
    </message>
    <message>
        <source>{who}    {place}</source>
        <translation>{who}&#x3000;{place}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
</context>
<context>
    <name>scanner</name>
    <message>
        <source>Plug it in, and look in Settings, Scanner, whether that is its port. It is tried again by itself.</source>
        <translation>请插好，并到“设置”的“扫码枪”里看端口对不对。会自己再试。</translation>
    </message>
    <message>
        <source>There is no scanner at {port}.</source>
        <translation>{port} 上没有扫码枪。</translation>
    </message>
    <message>
        <source>The scanner at {port} is gone.</source>
        <translation>{port} 上的扫码枪断开了。</translation>
    </message>
    <message>
        <source>Another program has the scanner at {port}.</source>
        <translation>{port} 上的扫码枪被别的程序占用。</translation>
    </message>
    <message>
        <source>Close that program. It is tried again by itself.</source>
        <translation>请关掉那个程序。会自己再试。</translation>
    </message>
    <message>
        <source>This account may not read {port}.</source>
        <translation>这个账户不能读 {port}。</translation>
    </message>
    <message>
        <source>Let an administrator put it into the group that may (dialout), then sign in to the PC anew.</source>
        <translation>请管理员把它加进有权限的组（dialout），再重新登录电脑。</translation>
    </message>
    <message>
        <source>The scanner at {port} can&apos;t be read.</source>
        <translation>{port} 上的扫码枪读不了。</translation>
    </message>
    <message>
        <source>Look at its port and speed in Settings, Scanner. It is tried again by itself.</source>
        <translation>请到“设置”的“扫码枪”里看端口和速率。会自己再试。</translation>
    </message>
    <message>
        <source>{port} is read.</source>
        <translation>{port} 正在读。</translation>
    </message>
    <message>
        <source>Its codes count whichever program is in front.</source>
        <translation>不管哪个程序在前面，扫的码都算。</translation>
    </message>
    <message>
        <source>{port} is being opened.</source>
        <translation>正在打开 {port}。</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Not tried out: posdesk&apos;s engine does not run.</source>
        <translation>没打成试单：posdesk 的引擎没有运行。</translation>
    </message>
    <message>
        <source>Into the fields, then the next one</source>
        <translation>进入填写框，再按到下一个</translation>
    </message>
    <message>
        <source>Code {n}</source>
        <translation>第 {n} 个</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>还没扫</translation>
    </message>
    <message>
        <source>Scan it now</source>
        <translation>等您扫</translation>
    </message>
    <message>
        <source>read</source>
        <translation>读到了</translation>
    </message>
    <message>
        <source>Nothing was learnt: CapsLock is on. Switch it off, and scan it again.</source>
        <translation>没学到：大写锁定开着。关掉再扫一次。</translation>
    </message>
    <message>
        <source>Nothing was learnt: that was not a test code. Scan one of the three.</source>
        <translation>没学到：不是测试码。请扫这三个。</translation>
    </message>
    <message>
        <source>Corner card</source>
        <translation>角卡</translation>
    </message>
    <message>
        <source>It shows new orders and STOPs over the till&apos;s program and never takes its keyboard. A touch on it counts 0.7 s after it came up.</source>
        <translation>在收银软件上面显示新单和停单，从不抢键盘。出现 0.7 秒后点它才算。</translation>
    </message>
    <message>
        <source>At the bottom, right</source>
        <translation>右下角</translation>
    </message>
    <message>
        <source>At the bottom, left</source>
        <translation>左下角</translation>
    </message>
    <message>
        <source>At the top, right</source>
        <translation>右上角</translation>
    </message>
    <message>
        <source>At the top, left</source>
        <translation>左上角</translation>
    </message>
    <message>
        <source>None: the taskbar and the tray only</source>
        <translation>不要角卡，只用任务栏和托盘</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>别的程序</translation>
    </message>
    <message>
        <source>Saved. It counts from now on.</source>
        <translation>已保存，从现在起生效。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saved in this PC&apos;s keyring</source>
        <translation>已保存在本机的系统钥匙串里</translation>
    </message>
    <message>
        <source>Not there yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>Make a new one</source>
        <translation>换一个新的</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Enter it at the tills now: after saving it is never shown again.</source>
        <translation>现在就填到收银机里：保存以后不会再显示。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t use this.</source>
        <translation>posdesk 用不了这个值。</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Not saved: look at what is marked red.</source>
        <translation>没有保存：请看标红的地方。</translation>
    </message>
    <message>
        <source>First save this one, or discard its changes.</source>
        <translation>请先保存这一条，或放弃改动。</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>{name} goes once you save.</source>
        <translation>保存后就去掉 {name}。</translation>
    </message>
    <message>
        <source>Not saved yet.</source>
        <translation>还没有保存。</translation>
    </message>
    <message>
        <source>Add a new one</source>
        <translation>新加一个</translation>
    </message>
    <message>
        <source>Take it away</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>放弃改动</translation>
    </message>
    <message>
        <source>A new one</source>
        <translation>新的一条</translation>
    </message>
    <message>
        <source>Who it is</source>
        <translation>是谁</translation>
    </message>
    <message>
        <source>Platforms: rules</source>
        <translation>平台：规则</translation>
    </message>
    <message>
        <source>What a platform&apos;s papers say of its calls. Leave it where they say nothing.</source>
        <translation>按平台资料里对调用的说法填；资料没说就不要改。</translation>
    </message>
    <message>
        <source>How its calls are meant</source>
        <translation>它的调用怎么理解</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>A new one is added under Platforms and secrets.</source>
        <translation>新平台在“平台和密钥”里加。</translation>
    </message>
    <message>
        <source>Seconds in which it wants an order accepted</source>
        <translation>要求在多少秒内接单</translation>
    </message>
    <message>
        <source>300 unless the platform says otherwise.</source>
        <translation>平台没有另说就是 300。</translation>
    </message>
    <message>
        <source>It must be a number above 0.</source>
        <translation>必须是大于 0 的数字。</translation>
    </message>
    <message>
        <source>items in our calls</source>
        <translation>我们发出的 items</translation>
    </message>
    <message>
        <source>Its document shows both.</source>
        <translation>平台文档里两种都有。</translation>
    </message>
    <message>
        <source>An object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>A list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>It knows a repeated call by its seq</source>
        <translation>平台能按 seq 认出重复的调用</translation>
    </message>
    <message>
        <source>Then what is unknown is sent again by itself.</source>
        <translation>这样结果未知时会自己再发。</translation>
    </message>
    <message>
        <source>Its pickup codes (regular expression)</source>
        <translation>它的取货码（正则表达式）</translation>
    </message>
    <message>
        <source>Empty: any code may be its own.</source>
        <translation>空着：任何码都可能是它的。</translation>
    </message>
    <message>
        <source>It is no regular expression.</source>
        <translation>这不是正则表达式。</translation>
    </message>
    <message>
        <source>Slips: dishes</source>
        <translation>单子：按菜</translation>
    </message>
    <message>
        <source>A slip that only some dishes need, as a bar&apos;s. The whole order stands on it then.</source>
        <translation>只有部分菜要的单子，比如吧台单；打的时候还是整单。</translation>
    </message>
    <message>
        <source>For which dishes it prints</source>
        <translation>给哪些菜打</translation>
    </message>
    <message>
        <source>Line of the printers&apos; table</source>
        <translation>“打印机”表里第几行</translation>
    </message>
    <message>
        <source>Which slip prints where stands under Printers.</source>
        <translation>哪种单打到哪台，在“打印机”里选。</translation>
    </message>
    <message>
        <source>Product codes</source>
        <translation>商品编码</translation>
    </message>
    <message>
        <source>As the platforms send them, with commas between them. Empty: all.</source>
        <translation>平台发来的编码，用逗号隔开。空着：都打。</translation>
    </message>
    <message>
        <source>People and PIN</source>
        <translation>人员和 PIN</translation>
    </message>
    <message>
        <source>Whoever does something is named in the records. Somebody must stay who may change people.</source>
        <translation>谁做了什么，记录里都有名字。必须留一个能改人员的人。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>As it stands in the records. It never changes.</source>
        <translation>记录里用的名字，以后不能改。</translation>
    </message>
    <message>
        <source>It must have 1 to 20 characters.</source>
        <translation>必须是 1 到 20 个字。</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>The higher may all that the lower may.</source>
        <translation>级别高的能做级别低的所有事。</translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation>收银员</translation>
    </message>
    <message>
        <source>Shift manager</source>
        <translation>值班经理</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Six digits, nobody else&apos;s. Empty: it stays.</source>
        <translation>六位数字，不能和别人一样。空着就不改。</translation>
    </message>
    <message>
        <source>Ways to pay</source>
        <translation>收款方式</translation>
    </message>
    <message>
        <source>What a customer pays with at this counter.</source>
        <translation>顾客在本台用什么付款。</translation>
    </message>
    <message>
        <source>Way to pay</source>
        <translation>收款方式</translation>
    </message>
    <message>
        <source>Code (paycode)</source>
        <translation>代码 (paycode)</translation>
    </message>
    <message>
        <source>The platform&apos;s, for your company. It never changes.</source>
        <translation>平台给贵公司的代码，以后不能改。</translation>
    </message>
    <message>
        <source>Name (payname)</source>
        <translation>名称 (payname)</translation>
    </message>
    <message>
        <source>Stands on screen and in the call.</source>
        <translation>显示在屏幕上，也写进调用。</translation>
    </message>
    <message>
        <source>Is it cash?</source>
        <translation>是现金吗？</translation>
    </message>
    <message>
        <source>Cash is counted at the end of a shift.</source>
        <translation>交班时要数现金。</translation>
    </message>
    <message>
        <source>New PC, lost PIN</source>
        <translation>换电脑、忘 PIN</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>More, seldom needed</source>
        <translation>更多，很少用到</translation>
    </message>
    <message>
        <source>It must be a time as 04:00.</source>
        <translation>要写成时间，比如 04:00。</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>门店</translation>
    </message>
    <message>
        <source>Store code and counter stay once orders stand under them. Another start of the day counts from the next business day on.</source>
        <translation>有了订单以后，门店编号和台号就不能改。新的营业日开始时间从下一个营业日起算。</translation>
    </message>
    <message>
        <source>Who we are</source>
        <translation>本店</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Seconds to undo what was pressed</source>
        <translation>按下后可撤销的秒数</translation>
    </message>
    <message>
        <source>So long it waits before it leaves.</source>
        <translation>过了这段时间才发出。</translation>
    </message>
    <message>
        <source>It must be a number from 0 to 30.</source>
        <translation>必须是 0 到 30 的数字。</translation>
    </message>
    <message>
        <source>Minutes before a pre-order is due</source>
        <translation>预订提前多少分钟开始做</translation>
    </message>
    <message>
        <source>Then it goes among those to be made.</source>
        <translation>到时它排进要做的单。</translation>
    </message>
    <message>
        <source>It must be a whole number from 0 to 600.</source>
        <translation>必须是 0 到 600 的整数。</translation>
    </message>
    <message>
        <source>Days that customers&apos; data stays</source>
        <translation>顾客资料保留天数</translation>
    </message>
    <message>
        <source>After that, names, phones and addresses are wiped.</source>
        <translation>之后抹掉姓名、电话和地址。</translation>
    </message>
    <message>
        <source>It must be a whole number from 1 to 3650.</source>
        <translation>必须是 1 到 3650 的整数。</translation>
    </message>
    <message>
        <source>Months that dishes and fees stay</source>
        <translation>菜品和费用明细保留几个月</translation>
    </message>
    <message>
        <source>After that, numbers, states and amounts are kept.</source>
        <translation>之后只保留单号、状态和金额。</translation>
    </message>
    <message>
        <source>It must be a whole number from 4 to 120.</source>
        <translation>必须是 4 到 120 的整数。</translation>
    </message>
    <message>
        <source>Port for orders</source>
        <translation>收单端口</translation>
    </message>
    <message>
        <source>A new address is opened and tried out before the old one closes. If it can&apos;t be, the old one stays and nothing is saved.</source>
        <translation>新地址先打开并试通，旧的才关。打不开就保留旧的，什么也不保存。</translation>
    </message>
    <message>
        <source>Where platforms and tills call</source>
        <translation>平台和收银机打到哪里</translation>
    </message>
    <message>
        <source>Address on this PC</source>
        <translation>本机地址</translation>
    </message>
    <message>
        <source>127.0.0.1: this PC only. 0.0.0.0: the whole network.</source>
        <translation>127.0.0.1：只限本机。0.0.0.0：整个网络。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>8765 unless another program has it.</source>
        <translation>没有别的程序占用就用 8765。</translation>
    </message>
    <message>
        <source>It must be a whole number from 0 to 65535.</source>
        <translation>必须是 0 到 65535 的整数。</translation>
    </message>
    <message>
        <source>Certificate (PEM file)</source>
        <translation>证书（PEM 文件）</translation>
    </message>
    <message>
        <source>With its key below: then calls come encrypted.</source>
        <translation>和下面的密钥一起填，调用就加密。</translation>
    </message>
    <message>
        <source>Key of the certificate (PEM file)</source>
        <translation>证书的密钥（PEM 文件）</translation>
    </message>
    <message>
        <source>Without a password.</source>
        <translation>不带密码。</translation>
    </message>
    <message>
        <source>Take calls of the network that nothing protects</source>
        <translation>接收网络里没有保护的调用</translation>
    </message>
    <message>
        <source>Then others can read them, or make them up.</source>
        <translation>那样别人能看到，也能伪造。</translation>
    </message>
    <message>
        <source>Longest call (bytes)</source>
        <translation>调用最长多少字节</translation>
    </message>
    <message>
        <source>1048576 unless a till sends more at once.</source>
        <translation>收银机一次不超过就用 1048576。</translation>
    </message>
    <message>
        <source>It must be a whole number, 1024 or more.</source>
        <translation>必须是 1024 以上的整数。</translation>
    </message>
    <message>
        <source>Till</source>
        <translation>收银机</translation>
    </message>
    <message>
        <source>A till hands its receipts in as files in a folder, or calls this PC with the token.</source>
        <translation>收银机把小票作为文件放进文件夹，或者带令牌调用本机。</translation>
    </message>
    <message>
        <source>How receipts come in</source>
        <translation>小票怎么进来</translation>
    </message>
    <message>
        <source>Folder of the till</source>
        <translation>收银机的文件夹</translation>
    </message>
    <message>
        <source>Empty: receipts-in in posdesk&apos;s own folder. It counts from the next start.</source>
        <translation>空着：posdesk 自己文件夹里的 receipts-in。下次启动起算。</translation>
    </message>
    <message>
        <source>Token of the tills</source>
        <translation>收银机的令牌</translation>
    </message>
    <message>
        <source>A till that sends its receipts to this PC must show it. Files in the folder need none.</source>
        <translation>收银机往本机发小票时要出示它；放进文件夹的文件不用。</translation>
    </message>
    <message>
        <source>Which pay types are cash</source>
        <translation>哪些付款类型是现金</translation>
    </message>
    <message>
        <source>The pay type of the receipts, and beside it cash or other.</source>
        <translation>左边是小票的付款类型，右边填 cash 或 other。</translation>
    </message>
    <message>
        <source>Each row needs both; the second is cash or other.</source>
        <translation>每行两边都要填，右边是 cash 或 other。</translation>
    </message>
    <message>
        <source>Accept by itself</source>
        <translation>自动接单</translation>
    </message>
    <message>
        <source>Only after the alarm has rung, with printing and sound in order. Off until you say so.</source>
        <translation>响过铃、打印和声音都正常才会自动接。不打开就不会。</translation>
    </message>
    <message>
        <source>Which orders</source>
        <translation>哪些订单</translation>
    </message>
    <message>
        <source>Accept new orders by itself</source>
        <translation>自动接新单</translation>
    </message>
    <message>
        <source>A person still sees and hears each one.</source>
        <translation>每一单人还是看得到、听得到。</translation>
    </message>
    <message>
        <source>Of these platforms only</source>
        <translation>只接这些平台的</translation>
    </message>
    <message>
        <source>Their names in the records, with commas between them. Empty: of all.</source>
        <translation>记录里的名称，用逗号隔开。空着：所有平台。</translation>
    </message>
    <message>
        <source>There is no platform of that name.</source>
        <translation>没有叫这个名称的平台。</translation>
    </message>
    <message>
        <source>None that costs more than (yuan)</source>
        <translation>超过多少元不接</translation>
    </message>
    <message>
        <source>Empty: whatever it costs.</source>
        <translation>空着：不限金额。</translation>
    </message>
    <message>
        <source>It must be a whole number, or empty.</source>
        <translation>这里要填整数，或留空。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>The whole day where both times are alike.</source>
        <translation>两个时间一样就是全天。</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>到</translation>
    </message>
    <message>
        <source>At most in 15 minutes</source>
        <translation>15 分钟内最多</translation>
    </message>
    <message>
        <source>What comes beyond waits for a person.</source>
        <translation>再多的等人来接。</translation>
    </message>
    <message>
        <source>It must be a whole number from 1 to 1000.</source>
        <translation>必须是 1 到 1000 的整数。</translation>
    </message>
    <message>
        <source>Language and looks</source>
        <translation>语言和外观</translation>
    </message>
    <message>
        <source>It changes at once, without a restart.</source>
        <translation>马上生效，不用重启。</translation>
    </message>
    <message>
        <source>On screen</source>
        <translation>屏幕</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As this PC</source>
        <translation>跟随本机</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>What flashes stands still instead.</source>
        <translation>闪烁的改为不动。</translation>
    </message>
    <message>
        <source>Minutes until it signs out by itself</source>
        <translation>多少分钟后自动退出登录</translation>
    </message>
    <message>
        <source>Without a key or a touch. 0: never.</source>
        <translation>没有按键或触摸时算起。0：从不。</translation>
    </message>
    <message>
        <source>It must be a whole number from 0 to 720.</source>
        <translation>必须是 0 到 720 的整数。</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Our paycode</source>
        <translation>我们的支付编码</translation>
    </message>
    <message>
        <source>WDK&apos;s number</source>
        <translation>WDK 的编号</translation>
    </message>
    <message>
        <source>Add a row</source>
        <translation>加一行</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>去掉</translation>
    </message>
    <message>
        <source>The platform is being asked.</source>
        <translation>正在问平台。</translation>
    </message>
    <message>
        <source>Nothing goes out yet. Missing: {names}.</source>
        <translation>现在什么都发不出去，还缺：{names}。</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>测试连接</translation>
    </message>
    <message>
        <source>Platforms and secrets</source>
        <translation>平台和密钥</translation>
    </message>
    <message>
        <source>A platform is never removed, since orders name it: it is switched off.</source>
        <translation>平台不能删，单子上写着它：只能停用。</translation>
    </message>
    <message>
        <source>Port of a serial scanner</source>
        <translation>串口扫码枪的端口</translation>
    </message>
    <message>
        <source>As COM3, on Linux as /dev/ttyACM0. Empty where every scanner is a keyboard.</source>
        <translation>例如 COM3，Linux 上如 /dev/ttyACM0。扫码枪都当键盘用时留空。</translation>
    </message>
    <message>
        <source>Speed (bits a second)</source>
        <translation>速率（每秒比特）</translation>
    </message>
    <message>
        <source>9600 unless the scanner was set otherwise; on a USB port any will do.</source>
        <translation>扫码枪没改过就是 9600；USB 口填多少都行。</translation>
    </message>
    <message>
        <source>It must be a whole number from 300 to 1000000.</source>
        <translation>要填 300 到 1000000 的整数。</translation>
    </message>
    <message>
        <source>Serial scanner</source>
        <translation>串口扫码枪</translation>
    </message>
    <message>
        <source>A scanner on a serial port is read while another program is in front, too. One that types as a keyboard is read in front only: posdesk never reads another program&apos;s keys.</source>
        <translation>接在串口上的扫码枪，别的程序在前面时也读。当键盘用的扫码枪，只有 posdesk 在前面时才读：posdesk 从不读别的程序的按键。</translation>
    </message>
    <message>
        <source>Printers</source>
        <translation>打印机</translation>
    </message>
    <message>
        <source>Printers were saved elsewhere meanwhile: enter it once more.</source>
        <translation>打印机刚才在别处保存过：请再填一次。</translation>
    </message>
    <message>
        <source>Printer {n}</source>
        <translation>打印机 {n}</translation>
    </message>
    <message>
        <source>A test slip is on its way to {printer}.</source>
        <translation>正在给{printer}打试单。</translation>
    </message>
    <message>
        <source>First enter a name and an address.</source>
        <translation>先填名称和地址。</translation>
    </message>
    <message>
        <source>Print a test slip first, then save.</source>
        <translation>先打试单，再保存。</translation>
    </message>
    <message>
        <source>Add one</source>
        <translation>加一台</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>不用这台</translation>
    </message>
    <message>
        <source>Test slip</source>
        <translation>打试单</translation>
    </message>
    <message>
        <source>{slip}, as it prints</source>
        <translation>{slip}，打出来的样子</translation>
    </message>
    <message>
        <source>No printer yet. Add one: slips print on it once they are saved.</source>
        <translation>还没有打印机。加一台，保存后就能打单子。</translation>
    </message>
    <message>
        <source>Proved by a test slip {time}.</source>
        <translation>{time} 试单证明</translation>
    </message>
    <message>
        <source>Which slip prints when, and where</source>
        <translation>哪张单，什么时候，打到哪</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>打到哪台</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>只打哪些</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>不打</translation>
    </message>
    <message>
        <source>Also on</source>
        <translation>再加一台</translation>
    </message>
    <message>
        <source>How it is connected</source>
        <translation>怎么连</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸宽</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>汉字编码</translation>
    </message>
    <message>
        <source>Baud</source>
        <translation>波特率</translation>
    </message>
    <message>
        <source>Language of its slips</source>
        <translation>单子的语言</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Serial port</source>
        <translation>串口</translation>
    </message>
    <message>
        <source>Device file</source>
        <translation>设备文件</translation>
    </message>
    <message>
        <source>System queue</source>
        <translation>系统队列</translation>
    </message>
    <message>
        <source>As pictures</source>
        <translation>按图打</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>接单时</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>备好时</translation>
    </message>
    <message>
        <source>cancelled, before all else</source>
        <translation>取消一到，排最前</translation>
    </message>
    <message>
        <source>shift closed</source>
        <translation>交班定号</translation>
    </message>
    <message>
        <source>no name, no phone</source>
        <translation>不打姓名电话</translation>
    </message>
    <message>
        <source>name, last four</source>
        <translation>姓名、尾号四位</translation>
    </message>
    <message>
        <source>all of it; again is noted</source>
        <translation>完整，补打要记名</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>遮住</translation>
    </message>
    <message>
        <source>no customer</source>
        <translation>没有顾客信息</translation>
    </message>
    <message>
        <source>Port 9100 is not encrypted: whoever is in that network can read along, and print.</source>
        <translation>9100 端口不加密，同一网里的人看得到，也能打。</translation>
    </message>
    <message>
        <source>COM3, or /dev/ttyUSB0; the speed as its switches say.</source>
        <translation>COM3 或 /dev/ttyUSB0；波特率按打印机的拨码。</translation>
    </message>
    <message>
        <source>A path, /dev/usb/lp0. Linux only.</source>
        <translation>路径，如 /dev/usb/lp0。只用于 Linux。</translation>
    </message>
    <message>
        <source>The queue&apos;s name in the system. It never says whether anything printed.</source>
        <translation>系统里打印队列的名称。它不会说打没打出来。</translation>
    </message>
    <message>
        <source>dishes {codes}</source>
        <translation>菜 {codes}</translation>
    </message>
    <message>
        <source>every order</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Does not answer, or was not tried out</source>
        <translation>不会回话，或没打过试单</translation>
    </message>
    <message>
        <source>Answers after the cut</source>
        <translation>切纸后会回话</translation>
    </message>
    <message>
        <source>{platform} accepted the key and the signature.</source>
        <translation>{platform} 认可了密钥和签名。</translation>
    </message>
    <message>
        <source>{platform} answered and refused the call.</source>
        <translation>{platform} 有回答，但没有接受这次调用。</translation>
    </message>
    <message>
        <source>{platform} answered something else. A person must judge.</source>
        <translation>{platform} 回答了别的内容，要由人来判断。</translation>
    </message>
    <message>
        <source>No answer from {platform}.</source>
        <translation>{platform} 没有回答。</translation>
    </message>
    <message>
        <source>Compare key, secret and numbers with the platform&apos;s console, then test again.</source>
        <translation>请和平台后台核对密钥和各个编号，然后再测一次。</translation>
    </message>
    <message>
        <source>Read its answer below. It proves neither that key and secret fit nor the opposite.</source>
        <translation>请看下面的回答。它既不能证明密钥对，也不能证明密钥不对。</translation>
    </message>
    <message>
        <source>Code {code}</source>
        <translation>代码 {code}</translation>
    </message>
    <message>
        <source>The answer says no time: the PC&apos;s clock could not be compared.</source>
        <translation>回答里没有时间，没法核对本机时钟。</translation>
    </message>
    <message>
        <source>The PC&apos;s clock agrees with the platform&apos;s.</source>
        <translation>本机时钟和平台一致。</translation>
    </message>
    <message>
        <source>Set this PC&apos;s clock.</source>
        <translation>请校准本机时钟。</translation>
    </message>
    <message>
        <source>{clock}.</source>
        <translation>{clock}。</translation>
    </message>
    <message>
        <source>The secret is not there, or the keyring is locked.</source>
        <translation>没有密钥，或者钥匙串锁着。</translation>
    </message>
    <message>
        <source>Type the secret above, or unlock the keyring, then test again.</source>
        <translation>请在上面输入密钥，或解锁钥匙串，然后再测一次。</translation>
    </message>
    <message>
        <source>The key is missing: nothing was sent.</source>
        <translation>没有密钥编号，什么都没有发出去。</translation>
    </message>
    <message>
        <source>Fill it in above, then test again.</source>
        <translation>请在上面填好，然后再测一次。</translation>
    </message>
    <message>
        <source>{fault}.</source>
        <translation>{fault}。</translation>
    </message>
    <message>
        <source>Check the address and this PC&apos;s network, then test again.</source>
        <translation>请检查地址和本机网络，然后再测一次。</translation>
    </message>
    <message>
        <source>Connection test</source>
        <translation>连接测试</translation>
    </message>
    <message>
        <source>Something was changed since this test.</source>
        <translation>测试之后又有改动。</translation>
    </message>
    <message>
        <source>What {platform} answered, as it came</source>
        <translation>{platform} 的回答原文</translation>
    </message>
    <message>
        <source>Which of these numbers is your company&apos;s? Touch it to take it over.</source>
        <translation>下面哪个是贵公司的编号？点一下就填进去。</translation>
    </message>
    <message>
        <source>Saved. It counts from the next start of posdesk.</source>
        <translation>已保存。下次启动 posdesk 起生效。</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>扫码枪</translation>
    </message>
    <message>
        <source>Scan the three codes. Esc ends it.</source>
        <translation>依次扫三个码。按 Esc 结束。</translation>
    </message>
    <message>
        <source>Press the button, then scan the three test codes. They teach how fast the scanner types, what it sends before and behind a code, and whether it keeps capital letters.</source>
        <translation>按这个键，再依次扫三个测试码。由此知道枪有多快、前后多送什么、大小写变不变。</translation>
    </message>
    <message>
        <source>Learn the scanner</source>
        <translation>学习扫码枪</translation>
    </message>
    <message>
        <source>Learn a second scanner, too</source>
        <translation>再学习第二把扫码枪</translation>
    </message>
    <message>
        <source>Now: up to {ms} ms a key in a text field; before a code {prefix}, behind it {suffix}.</source>
        <translation>现在：在输入框里每键最多 {ms} 毫秒；码前：{prefix}，码后：{suffix}。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Learnt. This scanner is slow: its codes are read where no text field is chosen, not inside one.</source>
        <translation>学会了。这把扫码枪较慢：没有选中输入框时能读，在输入框里读不了。</translation>
    </message>
    <message>
        <source>Learnt. It counts from now on.</source>
        <translation>学会了，从现在起生效。</translation>
    </message>
    <message>
        <source>What is joined</source>
        <translation>拼哪些</translation>
    </message>
    <message>
        <source>{appid} {appkey} {body} {cmd} {seq} in the platform&apos;s order, with what it puts between them.</source>
        <translation>{appid} {appkey} {body} {cmd} {seq}，按平台的顺序写，中间的符号照写。</translation>
    </message>
    <message>
        <source>Only {appid} {appkey} {body} {cmd} {seq} may stand in braces.</source>
        <translation>花括号里只能是 {appid} {appkey} {body} {cmd} {seq}。</translation>
    </message>
    <message>
        <source>Platform&apos;s address</source>
        <translation>平台网址</translation>
    </message>
    <message>
        <source>Where accepting and handing out are reported.</source>
        <translation>接单、核销报到这里。</translation>
    </message>
    <message>
        <source>It must begin with https:// or http://.</source>
        <translation>要以 https:// 或 http:// 开头。</translation>
    </message>
    <message>
        <source>appid</source>
        <translation>appid</translation>
    </message>
    <message>
        <source>The platform gives it to you with the appkey.</source>
        <translation>平台和 appkey 一起给您。</translation>
    </message>
    <message>
        <source>It must not be empty, and no other platform may have it.</source>
        <translation>不能空着，也不能和别家一样。</translation>
    </message>
    <message>
        <source>Source number</source>
        <translation>来源号</translation>
    </message>
    <message>
        <source>4 Meituan, 20 Ele.me, 3 Baidu, 17 QR; several with commas.</source>
        <translation>4 美团，20 饿了么，3 百度，17 扫码点单；几个就用逗号隔开。</translation>
    </message>
    <message>
        <source>Whole numbers, with commas between them.</source>
        <translation>只能是整数，中间用逗号。</translation>
    </message>
    <message>
        <source>Called on screen</source>
        <translation>屏幕上叫什么</translation>
    </message>
    <message>
        <source>Empty: by its source.</source>
        <translation>空着就按来源叫。</translation>
    </message>
    <message>
        <source>At most 20 characters.</source>
        <translation>最多 20 个字。</translation>
    </message>
    <message>
        <source>Name in the records</source>
        <translation>记录里的名字</translation>
    </message>
    <message>
        <source>It never changes. Empty: made from the source.</source>
        <translation>以后不能改。空着就按来源起。</translation>
    </message>
    <message>
        <source>Letters, digits, - and _ only; no other platform may have it.</source>
        <translation>只能用字母、数字、- 和 _，不能和别家一样。</translation>
    </message>
    <message>
        <source>appkey</source>
        <translation>appkey</translation>
    </message>
    <message>
        <source>It signs each call, both ways. Only this PC&apos;s keyring holds it.</source>
        <translation>两边的请求都用它签名，只存在这台电脑的钥匙串里。</translation>
    </message>
    <message>
        <source>never muted</source>
        <translation>不能静音</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>已静音</translation>
    </message>
    <message>
        <source>sounds</source>
        <translation>会响</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Check that the alarm is heard</source>
        <translation>试一试听不听得到</translation>
    </message>
    <message>
        <source>Let it sound</source>
        <translation>让它响</translation>
    </message>
    <message>
        <source>Mute it</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Play it</source>
        <translation>放一下</translation>
    </message>
    <message>
        <source>Where updates lie</source>
        <translation>更新放在哪里</translation>
    </message>
    <message>
        <source>A folder this PC reaches, or an address that begins with https://. Empty: nothing is ever called.</source>
        <translation>这台电脑能读到的文件夹，或以 https:// 开头的地址。空着：从不联系任何地方。</translation>
    </message>
    <message>
        <source>Name of the store</source>
        <translation>店名</translation>
    </message>
    <message>
        <source>Stands on screen and on slips.</source>
        <translation>印在单子上，也显示在屏幕上。</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>台号</translation>
    </message>
    <message>
        <source>Its number in this store.</source>
        <translation>这台机器在店里的编号。</translation>
    </message>
    <message>
        <source>It must be one or two digits.</source>
        <translation>只能是一位或两位数字。</translation>
    </message>
    <message>
        <source>Store code (storecode)</source>
        <translation>门店编号 storecode</translation>
    </message>
    <message>
        <source>As the platform has it.</source>
        <translation>跟平台上的一样。</translation>
    </message>
    <message>
        <source>It must not be empty. It stands in the platform&apos;s papers.</source>
        <translation>不能空着。开通资料里有。</translation>
    </message>
    <message>
        <source>Store number (storeuid)</source>
        <translation>门店数字号 storeuid</translation>
    </message>
    <message>
        <source>Empty where there is none.</source>
        <translation>没有就空着。</translation>
    </message>
    <message>
        <source>Digits only. Look at the papers of your account, and write it again.</source>
        <translation>这里只能是数字。看开通资料，再填。</translation>
    </message>
    <message>
        <source>The day begins at</source>
        <translation>一天从几点算</translation>
    </message>
    <message>
        <source>What comes before belongs to the day before.</source>
        <translation>之前的算前一天。</translation>
    </message>
    <message>
        <source>How calls are signed. Change it only where the platform tells you to.</source>
        <translation>调用的签名方式。平台要求时才改。</translation>
    </message>
    <message>
        <source>Where calls go. Change it only for a test system of the platform&apos;s own.</source>
        <translation>调用发往哪里。只有用平台的测试环境时才改。</translation>
    </message>
    <message>
        <source>Way of signing</source>
        <translation>签名方式</translation>
    </message>
    <message>
        <source>Store code or store number: one is enough, although ovopark&apos;s document asks for both. If both are filled in, the number counts.</source>
        <translation>门店编码和门店编号填一个就够（ovopark 的文档写的是都要）。都填时以编号为准。</translation>
    </message>
    <message>
        <source>Items sold, returns deducted</source>
        <translation>销售件数，扣除退货</translation>
    </message>
    <message>
        <source>Number of receipts</source>
        <translation>小票张数</translation>
    </message>
    <message>
        <source>Access key (_akey)</source>
        <translation>访问密钥 Access Key（_akey）</translation>
    </message>
    <message>
        <source>ovopark gives it to you together with the secret.</source>
        <translation>ovopark 连同密钥一起给您。</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>密钥（Secret）</translation>
    </message>
    <message>
        <source>It signs every report. Only this PC&apos;s keyring holds it.</source>
        <translation>每次上报都用它签名，只存在本机的钥匙串里。</translation>
    </message>
    <message>
        <source>Enterprise number (enterpriseId)</source>
        <translation>企业编号（enterpriseId）</translation>
    </message>
    <message>
        <source>Your company&apos;s number at ovopark. The test call below looks it up.</source>
        <translation>贵公司在 ovopark 的编号，用下面的“测试连接”可以查到。</translation>
    </message>
    <message>
        <source>Store code (shopId)</source>
        <translation>门店编码（shopId）</translation>
    </message>
    <message>
        <source>Store number (depId)</source>
        <translation>门店编号（depId）</translation>
    </message>
    <message>
        <source>Minutes to wait after an hour has ended</source>
        <translation>整点过后再等几分钟</translation>
    </message>
    <message>
        <source>Late receipts are gathered until then; later ones make the hour differ.</source>
        <translation>这段时间里收齐晚到的小票；再晚到的会让这个时段变成“有出入”。</translation>
    </message>
    <message>
        <source>It must be a number of minutes from 0 to 55.</source>
        <translation>这里要填 0 到 55 之间的分钟数。</translation>
    </message>
    <message>
        <source>When an hour differs after it was reported</source>
        <translation>时段上报以后又有出入时</translation>
    </message>
    <message>
        <source>Either way the record says who replaced it, and why.</source>
        <translation>不管哪种，记录里都写明谁覆盖的、为什么。</translation>
    </message>
    <message>
        <source>Report it again by itself, replacing the first</source>
        <translation>自动再报一次，覆盖前面的</translation>
    </message>
    <message>
        <source>Ask the manager on the Hours page</source>
        <translation>在“时段”页问经理</translation>
    </message>
    <message>
        <source>Hours in which nothing was sold</source>
        <translation>没有销售的时段</translation>
    </message>
    <message>
        <source>Ask ovopark which one they expect.</source>
        <translation>请问 ovopark 要哪一种。</translation>
    </message>
    <message>
        <source>Report nothing</source>
        <translation>不上报</translation>
    </message>
    <message>
        <source>Report zero</source>
        <translation>上报零</translation>
    </message>
    <message>
        <source>dealNum, their &apos;purchases&apos;, carries</source>
        <translation>dealNum（购买数）里放</translation>
    </message>
    <message>
        <source>ovopark&apos;s own entry form means items sold.</source>
        <translation>ovopark 自己的录入页上，它是销售件数。</translation>
    </message>
    <message>
        <source>dealPersonNum, their &apos;consumers&apos;, carries</source>
        <translation>dealPersonNum（消费人数）里放</translation>
    </message>
    <message>
        <source>ovopark&apos;s own entry form means the number of receipts.</source>
        <translation>ovopark 自己的录入页上，它是销售单数。</translation>
    </message>
    <message>
        <source>Application number (_aid)</source>
        <translation>应用编号（_aid）</translation>
    </message>
    <message>
        <source>S107 unless ovopark gave you another one.</source>
        <translation>ovopark 没有另给的话就是 S107。</translation>
    </message>
    <message>
        <source>Name of the timetable parameter</source>
        <translation>“同步到时段表”的参数名</translation>
    </message>
    <message>
        <source>ovopark&apos;s document lost it. Leave it empty unless they tell you the name.</source>
        <translation>ovopark 的文档里丢了这个名字。他们没告诉您之前请留空。</translation>
    </message>
    <message>
        <source>It begins with a small i and has letters and digits only, or is empty.</source>
        <translation>要以小写 i 开头，只含字母和数字；不知道就留空。</translation>
    </message>
    <message>
        <source>Synchronise to the timetable</source>
        <translation>同步到时段表</translation>
    </message>
    <message>
        <source>Sent only where the name above is known.</source>
        <translation>上面填了参数名才会发送。</translation>
    </message>
    <message>
        <source>Hourly sales (ovopark)</source>
        <translation>时段销售（ovopark）</translation>
    </message>
    <message>
        <source>One counter of a store reports its hours, and it must have all of the store&apos;s receipts.</source>
        <translation>一家店只由一个收银台上报时段，全店的小票都要在这台机器上。</translation>
    </message>
    <message>
        <source>Asks ovopark for your enterprise number. It reports nothing and changes nothing there.</source>
        <translation>向 ovopark 查询贵公司的编号。不上报任何数据，也不改动那边的任何东西。</translation>
    </message>
    <message>
        <source>Account and store</source>
        <translation>账号和门店</translation>
    </message>
    <message>
        <source>When hours are sent</source>
        <translation>什么时候上报</translation>
    </message>
    <message>
        <source>Which count goes where</source>
        <translation>哪个数放在哪里</translation>
    </message>
    <message>
        <source>App key (app_key)</source>
        <translation>应用 App Key（app_key）</translation>
    </message>
    <message>
        <source>From the Taobao Open Platform&apos;s console, together with the secret.</source>
        <translation>在淘宝开放平台后台，和密钥在一起。</translation>
    </message>
    <message>
        <source>App secret</source>
        <translation>应用密钥 App Secret</translation>
    </message>
    <message>
        <source>It signs every receipt. Only this PC&apos;s keyring holds it.</source>
        <translation>每张小票都用它签名，只存在本机的钥匙串里。</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>授权码（session）</translation>
    </message>
    <message>
        <source>Only where the platform gave you one; it runs out after a time.</source>
        <translation>平台给了才填；过一段时间会失效。</translation>
    </message>
    <message>
        <source>Store number (store_id)</source>
        <translation>门店编号（store_id）</translation>
    </message>
    <message>
        <source>WDK&apos;s number of this store, for receipts made on this PC.</source>
        <translation>WDK 给本店的编号，用在本机生成的小票上。</translation>
    </message>
    <message>
        <source>Till number (pos_no)</source>
        <translation>收银机编号（pos_no）</translation>
    </message>
    <message>
        <source>The number of this PC among the store&apos;s tills, for receipts made here.</source>
        <translation>本机在店里收银机中的编号，用在本机生成的小票上。</translation>
    </message>
    <message>
        <source>Completed online orders</source>
        <translation>已完成的线上订单</translation>
    </message>
    <message>
        <source>If the tills ring them and posdesk does too, everything counts twice.</source>
        <translation>收银机录了，posdesk 又生成，就会全部算两遍。</translation>
    </message>
    <message>
        <source>Our tills ring these orders themselves</source>
        <translation>我们的收银机自己录这些订单</translation>
    </message>
    <message>
        <source>Our tills don&apos;t ring orders: make a receipt of each one</source>
        <translation>我们的收银机不录订单：每单生成一张小票</translation>
    </message>
    <message>
        <source>Ways to pay of those receipts</source>
        <translation>这些小票的支付方式</translation>
    </message>
    <message>
        <source>WDK&apos;s number (pay_type) for each paycode of the orders. Without one such a receipt waits here.</source>
        <translation>订单的每个支付编码对应的 WDK 编号（pay_type）。没有编号的小票会留在这里等。</translation>
    </message>
    <message>
        <source>Each row needs both, and no code may stand there twice.</source>
        <translation>每行两边都要填，同一个编码不能出现两次。</translation>
    </message>
    <message>
        <source>Amounts of a return</source>
        <translation>退货的金额</translation>
    </message>
    <message>
        <source>WDK does not publish which sign it wants. Ask them before you change it.</source>
        <translation>WDK 没有公布要正数还是负数。改之前请先问他们。</translation>
    </message>
    <message>
        <source>Without a sign: 12.50</source>
        <translation>不带负号：12.50</translation>
    </message>
    <message>
        <source>Negative: -12.50</source>
        <translation>负数：-12.50</translation>
    </message>
    <message>
        <source>When WDK&apos;s answer to a receipt is lost</source>
        <translation>没收到 WDK 对小票的回答时</translation>
    </message>
    <message>
        <source>Sent again, it has the same serial number, but WDK may hold it twice: it promises nothing.</source>
        <translation>再发时流水号不变，但 WDK 可能存了两份：它没有承诺去重。</translation>
    </message>
    <message>
        <source>Send the same receipt again</source>
        <translation>把同一张小票再发一次</translation>
    </message>
    <message>
        <source>Wait until a person has looked at WDK</source>
        <translation>等人去 WDK 看过再说</translation>
    </message>
    <message>
        <source>Origin (order_from)</source>
        <translation>来源（order_from）</translation>
    </message>
    <message>
        <source>A word of your contract with WDK, for receipts made of orders.</source>
        <translation>和 WDK 签约时定的词，用在由订单生成的小票上。</translation>
    </message>
    <message>
        <source>Merchant (merchant_code)</source>
        <translation>商家（merchant_code）</translation>
    </message>
    <message>
        <source>HM unless your contract says otherwise.</source>
        <translation>合同没有另写就是 HM。</translation>
    </message>
    <message>
        <source>Cashier&apos;s name (op_name)</source>
        <translation>收银员姓名（op_name）</translation>
    </message>
    <message>
        <source>Stands on receipts made of orders.</source>
        <translation>写在由订单生成的小票上。</translation>
    </message>
    <message>
        <source>Cashier&apos;s number (op_num)</source>
        <translation>收银员编号（op_num）</translation>
    </message>
    <message>
        <source>Item code of fees</source>
        <translation>费用的商品编码</translation>
    </message>
    <message>
        <source>Delivery and box fees of an order become lines with this code.</source>
        <translation>订单的配送费、包装费会成为带这个编码的行。</translation>
    </message>
    <message>
        <source>Receipts (WDK)</source>
        <translation>小票（WDK）</translation>
    </message>
    <message>
        <source>Each receipt of the store goes to WDK once, with its own serial number.</source>
        <translation>店里每张小票只发给 WDK 一次，流水号各不相同。</translation>
    </message>
    <message>
        <source>Sends the call without a receipt. WDK must refuse it for that, which shows that it read the key.</source>
        <translation>发一次不带小票的调用。WDK 应当因此拒绝，这就说明它认出了密钥。</translation>
    </message>
    <message>
        <source>Account and till</source>
        <translation>账号和收银台</translation>
    </message>
    <message>
        <source>How receipts go out</source>
        <translation>小票怎么出去</translation>
    </message>
    <message>
        <source>It refused the empty call for lacking a receipt, as it should.</source>
        <translation>它因为没有小票而拒绝了空调用，本该如此。</translation>
    </message>
    <message>
        <source>We take that as proof; its document does not say so.</source>
        <translation>我们把这当作证明；它的文档没有这么写。</translation>
    </message>
    <message>
        <source>Chain&apos;s relay</source>
        <translation>连锁中继</translation>
    </message>
</context>
<context>
    <name>sheet</name>
    <message>
        <source>What happened</source>
        <translation>怎么回事</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>单数</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>单号</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单账</translation>
    </message>
    <message>
        <source>Hours ovopark</source>
        <translation>时段账 ovopark</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>时段账</translation>
    </message>
    <message>
        <source>Receipts WDK</source>
        <translation>小票账 WDK</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>小票账</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差额</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>{n} differ</source>
        <translation>{n} 笔不符</translation>
    </message>
    <message>
        <source>{amount} open</source>
        <translation>{amount} 未报</translation>
    </message>
    <message>
        <source>agree in part</source>
        <translation>部分相符</translation>
    </message>
    <message>
        <source>agree</source>
        <translation>相符</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>不符的单</translation>
    </message>
    <message>
        <source>{n}, the first {most} below</source>
        <translation>{n}，下面是前 {most} 笔</translation>
    </message>
    <message>
        <source>Daily sheet</source>
        <translation>每日对账</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Business day from {time}, China time, in yuan. Receipts count those still in the queue. All three books go by the same rule of hours. A number, or {key}, opens its hours.</source>
        <translation>营业日 {time} 起，北京时间，单位：元。小票账含正在排队的。三本账都按同一条规则归到小时。点任何数字或按 {key} 可看它的时段。</translation>
    </message>
    <message>
        <source>The sheet is being read.</source>
        <translation>正在读取对账单。</translation>
    </message>
    <message>
        <source>Nothing was sold on this day.</source>
        <translation>这一天没有销售。</translation>
    </message>
    <message>
        <source>The tills ring the orders themselves, so orders aren&apos;t compared one by one.</source>
        <translation>外卖订单由收银台自己打小票，所以订单不逐单核对。</translation>
    </message>
    <message>
        <source>Daily sheet {day}</source>
        <translation>每日对账 {day}</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>已存到：{path}</translation>
    </message>
    <message>
        <source>{name} could not be saved: {reason}</source>
        <translation>{name} 存不下来：{reason}</translation>
    </message>
    <message>
        <source>Business day from {time}, China time. Amounts in yuan.</source>
        <translation>营业日 {time} 起，北京时间。单位：元。</translation>
    </message>
    <message>
        <source>This order has no receipt. If it should count, ring it up at the till.</source>
        <translation>这单没有生成小票。请看看订单：要入账就在收银台补打。</translation>
    </message>
    <message>
        <source>The receipt says {hours}, the order {orders}. Check which is right.</source>
        <translation>小票是 {hours}，订单是 {orders}。请看哪个对。</translation>
    </message>
    <message>
        <source>Closed here, not completed: {detail}. It counts in none of the books.</source>
        <translation>在本店结束，没有完成：{detail}。三本账都不算它。</translation>
    </message>
    <message>
        <source>The receipt did not go to WDK: payment type {detail} has no WDK number.</source>
        <translation>小票没有发到 WDK：支付方式 {detail} 没有对应的编号。</translation>
    </message>
    <message>
        <source>WDK did not take the receipt.</source>
        <translation>小票没有被 WDK 收下。</translation>
    </message>
    <message>
        <source>Nobody knows whether WDK has the receipt. Look there, then say so on the sync page.</source>
        <translation>不知道 WDK 收到小票没有。请到 WDK 看一看，再在同步页说明。</translation>
    </message>
    <message>
        <source>{who} decided not to send this receipt to WDK.</source>
        <translation>{who}决定这张小票不发给 WDK。</translation>
    </message>
    <message>
        <source>Taken back at {time}: hours and receipts have deducted it, the order still says completed.</source>
        <translation>{time} 已退款，时段和小票都扣了，订单还写着已完成。</translation>
    </message>
    <message>
        <source>ovopark has {detail}, the receipts add up to {hours}.</source>
        <translation>ovopark 上是 {detail}，小票合计是 {hours}。</translation>
    </message>
    <message>
        <source>The hour is over, but ovopark has not confirmed it.</source>
        <translation>这个小时已经结束，ovopark 还没有确认过。</translation>
    </message>
    <message>
        <source>See the order</source>
        <translation>看订单</translation>
    </message>
    <message>
        <source>See the hour</source>
        <translation>看时段</translation>
    </message>
    <message>
        <source>See the receipt</source>
        <translation>看小票</translation>
    </message>
    <message>
        <source>Add the number</source>
        <translation>去补编号</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>再发一次</translation>
    </message>
    <message>
        <source>Ask again now</source>
        <translation>现在再问</translation>
    </message>
    <message>
        <source>Store tills</source>
        <translation>门店收银</translation>
    </message>
    <message>
        <source>The order says {amount}, which is no whole number of fen.</source>
        <translation>订单写的是 {amount}，不是整分。</translation>
    </message>
    <message>
        <source>Orders of {sources} make no receipts here, the tills ring them among their own: their {amount} can&apos;t be compared with hours or receipts.</source>
        <translation>{sources}的订单在这里不出小票，由收银机一起打：这 {amount} 没法和时段、小票比。</translation>
    </message>
    <message>
        <source>{amount} lies in hours that are not reported yet: ovopark lacks it.</source>
        <translation>{amount} 在还没上报的时段里，ovopark 目前没有。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>去设置</translation>
    </message>
</context>
<context>
    <name>shift</name>
    <message>
        <source>PgDn: more</source>
        <translation>PgDn 下面还有</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>改</translation>
    </message>
    <message>
        <source>Hand it over</source>
        <translation>交给…</translation>
    </message>
    <message>
        <source>With {name}</source>
        <translation>已交给 {name}</translation>
    </message>
    <message>
        <source>Up and down choose a line. Signing out loses nothing.</source>
        <translation>按上下键选一项。退出登录不会丢任何没发出的东西。</translation>
    </message>
    <message>
        <source>Close the shift</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>Orders not finished: {n}</source>
        <translation>没做完的订单 {n} 单</translation>
    </message>
    <message>
        <source>Results unknown: {n}</source>
        <translation>结果未知的操作 {n} 个</translation>
    </message>
    <message>
        <source>Hours not reported: {n}</source>
        <translation>没报完的时段 {n} 个</translation>
    </message>
    <message>
        <source>Receipts not sent: {n}</source>
        <translation>没发出的小票 {n} 张</translation>
    </message>
    <message>
        <source>Slips not printed: {n}</source>
        <translation>没打出来的单子 {n} 张</translation>
    </message>
    <message>
        <source>Signed hand-outs: {n}</source>
        <translation>签字交货 {n} 笔</translation>
    </message>
    <message>
        <source>Open STOPs: {n}</source>
        <translation>没人确认的停单 {n} 张</translation>
    </message>
    <message>
        <source>The next shift sees them as they are.</source>
        <translation>下一班照样看到。</translation>
    </message>
    <message>
        <source>Say who finds out: the platform has not answered.</source>
        <translation>平台没答复，写明交给谁跟进。</translation>
    </message>
    <message>
        <source>They go by themselves, or ask on Hours: Ctrl+3.</source>
        <translation>会自己报，或在“时段”里等您：Ctrl+3。</translation>
    </message>
    <message>
        <source>They wait for WDK, or for you: Ctrl+4.</source>
        <translation>在等 WDK，或等您：Ctrl+4。</translation>
    </message>
    <message>
        <source>Print them, or say who does.</source>
        <translation>打出来，或写明谁来打。</translation>
    </message>
    <message>
        <source>Their codes are not verified yet.</source>
        <translation>取货码还没核销。</translation>
    </message>
    <message>
        <source>Press F11: their cards wait over every page.</source>
        <translation>按 F11：停单一直在每一页上面。</translation>
    </message>
    <message>
        <source>Every order is finished.</source>
        <translation>订单都做完了。</translation>
    </message>
    <message>
        <source>Of every action it is known how it ended.</source>
        <translation>每个操作都有结果。</translation>
    </message>
    <message>
        <source>Every hour that is over is reported, or none need be.</source>
        <translation>过完的时段都报了，或不用报。</translation>
    </message>
    <message>
        <source>All are sent, or none need be.</source>
        <translation>都发出了，或不用发。</translation>
    </message>
    <message>
        <source>No slip waits for anybody.</source>
        <translation>没有单子在等。</translation>
    </message>
    <message>
        <source>Nothing is open that was handed out unchecked.</source>
        <translation>没有签字交出还没核销的单。</translation>
    </message>
    <message>
        <source>Somebody has acknowledged each.</source>
        <translation>每张都有人确认。</translation>
    </message>
    <message>
        <source>Counted, and nothing has moved since.</source>
        <translation>数过了，之后没动过。</translation>
    </message>
    <message>
        <source>The cash is counted</source>
        <translation>现金已清点</translation>
    </message>
    <message>
        <source>The cash is not counted</source>
        <translation>现金还没清点</translation>
    </message>
    <message>
        <source>Cash has moved since it was counted</source>
        <translation>数完以后现金又动过</translation>
    </message>
    <message>
        <source>Count first: what should be there is shown after that.</source>
        <translation>先数钱，把总数填在右边。应有多少，记下后才显示。</translation>
    </message>
    <message>
        <source>Count once more, at the right.</source>
        <translation>在右边再数一次。</translation>
    </message>
    <message>
        <source> and {n} more</source>
        <translation> 等 {n} 项</translation>
    </message>
    <message>
        <source>{names}.</source>
        <translation>{names}。</translation>
    </message>
    <message>
        <source>{n} still to do before the shift can be closed</source>
        <translation>还差 {n} 项才能交班</translation>
    </message>
    <message>
        <source>{what} handed to {name}.</source>
        <translation>{what}交给了{name}。</translation>
    </message>
    <message>
        <source>The shift is closed: Z {number:04}.</source>
        <translation>已交班：Z {number:04}。</translation>
    </message>
    <message>
        <source>Tills</source>
        <translation>收银机</translation>
    </message>
    <message>
        <source>By source</source>
        <translation>按来源</translation>
    </message>
    <message>
        <source>net, yuan</source>
        <translation>净额 元</translation>
    </message>
    <message>
        <source>receipts</source>
        <translation>张数</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>By way of paying</source>
        <translation>店内收款，按方式</translation>
    </message>
    <message>
        <source>By cashier</source>
        <translation>店内收款，按收银员</translation>
    </message>
    <message>
        <source>Taken before opening: it is in the float</source>
        <translation>开班前收的，在备用金里</translation>
    </message>
    <message>
        <source>By hour</source>
        <translation>按时段</translation>
    </message>
    <message>
        <source>yuan</source>
        <translation>元</translation>
    </message>
    <message>
        <source>payments</source>
        <translation>笔数</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>接单</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒单</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>核销</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Gross</source>
        <translation>原价</translation>
    </message>
    <message>
        <source>Discounts</source>
        <translation>优惠</translation>
    </message>
    <message>
        <source>Refunds: {n}</source>
        <translation>退款 {n} 笔</translation>
    </message>
    <message>
        <source>Net, yuan</source>
        <translation>净额 元</translation>
    </message>
    <message>
        <source>At the counter: {name}</source>
        <translation>店内收款&#x3000;{name}</translation>
    </message>
    <message>
        <source>Cash over or short</source>
        <translation>现金多少</translation>
    </message>
    <message>
        <source>after the count</source>
        <translation>清点后才有</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>应有</translation>
    </message>
    <message>
        <source>Counted by {name}</source>
        <translation>清点&#x3000;{name}</translation>
    </message>
    <message>
        <source>not computed: {n} not known</source>
        <translation>没算：{n} 笔不知道</translation>
    </message>
    <message>
        <source>It agrees</source>
        <translation>对得上</translation>
    </message>
    <message>
        <source>Cash over</source>
        <translation>多</translation>
    </message>
    <message>
        <source>Cash short</source>
        <translation>少</translation>
    </message>
    <message>
        <source>After Z {z}: receipts {n}, refunds {m}</source>
        <translation>Z {z} 之后才到：小票 {n}，退款 {m}</translation>
    </message>
    <message>
        <source>Unknown at Z {z}, known since</source>
        <translation>Z {z} 时未知，后来有结果</translation>
    </message>
    <message>
        <source>No receipt has come in yet: the net is of receipts.</source>
        <translation>小票还没进来，净额只算小票。</translation>
    </message>
    <message>
        <source>Z {first:04} is not in this journal: it was restored.</source>
        <translation>Z {first:04} 不在这本账里：账是还原过的。</translation>
    </message>
    <message>
        <source>Z {first:04} to {last:04} are not in this journal: it was restored.</source>
        <translation>Z {first:04} 到 {last:04} 不在这本账里：账是还原过的。</translation>
    </message>
</context>
<context>
    <name>sign_in</name>
    <message>
        <source>Sign in with your PIN</source>
        <translation>输入 PIN 登录</translation>
    </message>
    <message>
        <source>Sign {name} out</source>
        <translation>{name} 退出登录</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Erase one digit</source>
        <translation>退一位</translation>
    </message>
    <message>
        <source>That was a scan, and it was not read. Close sign-in, then scan.</source>
        <translation>这是扫码，没有读取。请先关闭登录，再扫码。</translation>
    </message>
    <message>
        <source>Nobody is set up. Enter people with their PINs: Settings, People and PIN.</source>
        <translation>还没有人员。请在“设置”的“人员和 PIN”里填人员和 PIN。</translation>
    </message>
    <message>
        <source>F11 ends a STOP now without a PIN.</source>
        <translation>现在按 F11，不用 PIN 也能确认停单。</translation>
    </message>
    <message>
        <source>The PINs can&apos;t be read yet: unlock this PC&apos;s keyring.</source>
        <translation>还读不到 PIN：请解锁这台电脑的密钥环。</translation>
    </message>
    <message>
        <source>Too many wrong PINs: wait {n} s.</source>
        <translation>输错的 PIN 太多：请等 {n} 秒。</translation>
    </message>
    <message>
        <source>{name} may not do that.</source>
        <translation>{name} 没有这个权限。</translation>
    </message>
    <message>
        <source>This PIN fits nobody. Type it again.</source>
        <translation>没有人用这个 PIN。请再输一次。</translation>
    </message>
    <message>
        <source>Looking it up</source>
        <translation>正在核对</translation>
    </message>
    <message>
        <source>Six digits</source>
        <translation>六位数字</translation>
    </message>
</context>
<context>
    <name>signing</name>
    <message>
        <source>Write your own</source>
        <translation>自己写</translation>
    </message>
    <message>
        <source>choose parts, joining, hash and case</source>
        <translation>选数据、拼法、大小写</translation>
    </message>
    <message>
        <source>Take form {n}</source>
        <translation>用第 {n} 种</translation>
    </message>
    <message>
        <source>See which form fits</source>
        <translation>试哪种对得上</translation>
    </message>
    <message>
        <source>fits {time}</source>
        <translation>对上 {time}</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>对不上</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>在用</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>停用了</translation>
    </message>
    <message>
        <source>Add a platform</source>
        <translation>加一家</translation>
    </message>
    <message>
        <source>Next platform</source>
        <translation>下一家</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Into the fields, then the next one</source>
        <translation>进入填写，再按到下一格</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>放弃改动</translation>
    </message>
    <message>
        <source>A new platform</source>
        <translation>新的一家</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>还没保存</translation>
    </message>
    <message>
        <source>Not saved: look at what is marked red.</source>
        <translation>没存：请看标红的地方。</translation>
    </message>
    <message>
        <source>upper case</source>
        <translation>大写</translation>
    </message>
    <message>
        <source>lower case</source>
        <translation>小写</translation>
    </message>
    <message>
        <source>{hash}, {case}</source>
        <translation>{hash}，{case}</translation>
    </message>
    <message>
        <source>body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>{text}, keyed with the appkey</source>
        <translation>{text}，用 appkey 做钥匙</translation>
    </message>
    <message>
        <source>Not proven</source>
        <translation>签名写法还没证明</translation>
    </message>
    <message>
        <source>Fits; only this PC called</source>
        <translation>对得上，但只有本机打过</translation>
    </message>
    <message>
        <source>Proven by the call at {time}</source>
        <translation>{time} 打进来的单证明了</translation>
    </message>
    <message>
        <source>No call of it was refused.</source>
        <translation>还没有拒过它打来的单。</translation>
    </message>
    <message>
        <source>Choose a form now; it is proven once the platform&apos;s own call is taken.</source>
        <translation>先选一种写法；平台自己打来、收下了，才算证明。</translation>
    </message>
    <message>
        <source>{time} the platform called and we refused it: the signature does not fit.</source>
        <translation>{time} 平台打进来一次，我们拒了：签名对不上。</translation>
    </message>
    <message>
        <source>{time} the platform called and we refused it: it sent no signature.</source>
        <translation>{time} 平台打进来一次，我们拒了：没带签名。</translation>
    </message>
    <message>
        <source>{n} more were refused within a quarter of an hour.</source>
        <translation>一刻钟里另外还拒了 {n} 次。</translation>
    </message>
    <message>
        <source>Which form fits is tried with its key: that takes a PIN.</source>
        <translation>要用它的密钥去试哪种写法对得上：需要 PIN。</translation>
    </message>
    <message>
        <source>{time} a call came under the appid &quot;{appid}&quot;, which is nobody&apos;s here.</source>
        <translation>{time} 有一次打来，appid 是“{appid}”，这里没有这一家。</translation>
    </message>
    <message>
        <source>If it is this platform&apos;s, that appid belongs into the field above.</source>
        <translation>如果就是这家平台，上面的 appid 就该填它。</translation>
    </message>
    <message>
        <source>Ask the platform to send appid and sign with each call.</source>
        <translation>请平台每次都带上 appid 和 sign。</translation>
    </message>
    <message>
        <source>It was too large to be tried. Let the platform send an order of few dishes.</source>
        <translation>这一单太大，没法试。请平台推一张菜少的单。</translation>
    </message>
    <message>
        <source>Its key is not entered yet: with it, this page says which form fits.</source>
        <translation>它的密钥还没填：填好以后，这里会说哪种写法对得上。</translation>
    </message>
    <message>
        <source>Tried with the key you entered: form {n} gives that very signature. It counts once you take it, and is proven by the platform&apos;s next call.</source>
        <translation>用您填的密钥逐个试过：下面第 {n} 种写法正好对上。您认了才用；平台下一次打进来对上，才算证明。</translation>
    </message>
    <message>
        <source>None of the usual forms fits with the key you entered. First compare the key; if it is right, ask the platform what it joins, and write that below.</source>
        <translation>用您填的密钥试过常见的写法，都对不上。先核对密钥；密钥没错，就问平台怎么拼，在下面自己写。</translation>
    </message>
    <message>
        <source>It takes no appkey: anyone could call so. Put {appkey} into it.</source>
        <translation>里面没有 appkey：谁都能这样打来。请把 {appkey} 拼进去。</translation>
    </message>
    <message>
        <source>It leaves the body out: whoever reads a call on the way could change its order. Calls from beyond this PC are refused, unless Settings, Port for orders says otherwise.</source>
        <translation>里面没有正文：路上读到的人能改单。从外面打来的会被拒，除非“设置”的“收单端口”另有规定。</translation>
    </message>
</context>
<context>
    <name>sound</name>
    <message>
        <source>{n} notes</source>
        <translation>{n} 声</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>再放一遍</translation>
    </message>
    <message>
        <source>Play the notes</source>
        <translation>放几声</translation>
    </message>
    <message>
        <source>Nothing heard</source>
        <translation>没听到</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>先不试</translation>
    </message>
    <message>
        <source>Is the alarm heard? Some notes play now.</source>
        <translation>提示音听得到吗？现在放几声。</translation>
    </message>
    <message>
        <source>Count them.</source>
        <translation>请数一数有几声。</translation>
    </message>
    <message>
        <source>That was not the number of the notes.</source>
        <translation>数得不对。</translation>
    </message>
    <message>
        <source>They play again: count once more.</source>
        <translation>再放一遍，请再数一次。</translation>
    </message>
    <message>
        <source>How many notes did you hear?</source>
        <translation>刚才听到几声？</translation>
    </message>
    <message>
        <source>Only a right answer proves that the alarm is heard.</source>
        <translation>答对了，才算提示音听得到。</translation>
    </message>
    <message>
        <source>An alarm rang in between, so the notes can&apos;t be counted.</source>
        <translation>中间响了提示音，数不准了。</translation>
    </message>
    <message>
        <source>Play them when it is quiet.</source>
        <translation>安静下来再放一遍。</translation>
    </message>
    <message>
        <source>Until then new orders flash across the top.</source>
        <translation>在这之前，来新单时顶上会闪一条横条。</translation>
    </message>
    <message>
        <source>Look at the loudspeaker and its cable, then try again.</source>
        <translation>看看音箱和线，再试一次。</translation>
    </message>
    <message>
        <source>The sound device takes no sound.</source>
        <translation>声音设备放不出声音。</translation>
    </message>
    <message>
        <source>This PC has no program that plays sounds.</source>
        <translation>这台电脑没有能放声音的程序。</translation>
    </message>
    <message>
        <source>Have pulseaudio-utils or alsa-utils installed, then try again.</source>
        <translation>请装上 pulseaudio-utils 或 alsa-utils，再试一次。</translation>
    </message>
    <message>
        <source>This PC has no sound output.</source>
        <translation>这台电脑没有声音输出。</translation>
    </message>
    <message>
        <source>Connect a loudspeaker, then try again.</source>
        <translation>接上音箱，再试一次。</translation>
    </message>
    <message>
        <source>The PC&apos;s sound is muted, or its volume is at 0.</source>
        <translation>电脑静音了，或音量是 0。</translation>
    </message>
    <message>
        <source>Turn it up, then try again.</source>
        <translation>把音量调大，再试一次。</translation>
    </message>
    <message>
        <source>posdesk&apos;s sounds are missing.</source>
        <translation>posdesk 自带的声音不见了。</translation>
    </message>
    <message>
        <source>Install posdesk anew.</source>
        <translation>请重新安装 posdesk。</translation>
    </message>
    <message>
        <source>New order: three rising notes</source>
        <translation>来新单：上行三声</translation>
    </message>
    <message>
        <source>Pre-order to be made now: two wooden notes</source>
        <translation>预订该做了：两声木音</translation>
    </message>
    <message>
        <source>Customer cancelled: two low tones in turn</source>
        <translation>顾客取消：两个低音交替</translation>
    </message>
    <message>
        <source>Accept deadline near: fast ticks</source>
        <translation>接单快到时限：急促滴答</translation>
    </message>
    <message>
        <source>Cancelled after its end, a refund: one falling note</source>
        <translation>完成后又取消（退款）：下滑一声</translation>
    </message>
    <message>
        <source>Scan verified: rising ding-dong</source>
        <translation>扫码核销成功：上行叮咚</translation>
    </message>
    <message>
        <source>Scan of another store or state: two low short tones</source>
        <translation>扫到别的店或状态不对：两声低短音</translation>
    </message>
    <message>
        <source>Code already used: three equal short tones</source>
        <translation>码已用过：三声等高短音</translation>
    </message>
    <message>
        <source>Code unknown: one long tremolo</source>
        <translation>不认识的码：一声长颤音</translation>
    </message>
    <message>
        <source>Wrong item while packing: a wood block</source>
        <translation>打包时拿错：木鱼一声</translation>
    </message>
    <message>
        <source>All packed: a chime</source>
        <translation>打包齐了：风铃</translation>
    </message>
    <message>
        <source>Offline: three falling notes</source>
        <translation>断网：下行三声</translation>
    </message>
    <message>
        <source>Back online: three rising notes</source>
        <translation>恢复联网：上行三声</translation>
    </message>
    <message>
        <source>Printer: two knocks</source>
        <translation>打印机：敲两下</translation>
    </message>
    <message>
        <source>it has the name of no sound</source>
        <translation>没有这个名字的提示音</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>它不是文件</translation>
    </message>
    <message>
        <source>it is larger than 2 MB</source>
        <translation>超过 2 MB</translation>
    </message>
    <message>
        <source>it lasts longer than until it rings again</source>
        <translation>太长，没放完就该再响了</translation>
    </message>
    <message>
        <source>it is not a plain 16 bit WAV</source>
        <translation>不是普通的 16 位 WAV</translation>
    </message>
    <message>
        <source>its end is missing</source>
        <translation>结尾不全</translation>
    </message>
    <message>
        <source>nothing can be heard in it</source>
        <translation>里面没有声音</translation>
    </message>
    <message>
        <source>it can&apos;t be read</source>
        <translation>读不出来</translation>
    </message>
    <message>
        <source>Sound comes out of {device} now. Nobody has heard it there like this.</source>
        <translation>声音现在从“{device}”出来，还没人这样听到过。</translation>
    </message>
    <message>
        <source>Sound comes out otherwise now. Nobody has heard it like this.</source>
        <translation>声音的出口变了，还没人这样听到过。</translation>
    </message>
    <message>
        <source>Play the notes and count them.</source>
        <translation>放几声，数一数。</translation>
    </message>
    <message>
        <source>The system tells nothing of the output, its volume or mute.</source>
        <translation>系统没说声音从哪里出来、多大、是不是静音。</translation>
    </message>
    <message>
        <source>Output: {device}.</source>
        <translation>从“{device}”出来。</translation>
    </message>
    <message>
        <source>Output: {device}, volume {n} %, not muted.</source>
        <translation>从“{device}”出来，音量 {n} %，没有静音。</translation>
    </message>
    <message>
        <source>Somebody counted the notes right: it is heard.</source>
        <translation>有人数对了：听得到。</translation>
    </message>
    <message>
        <source>Nobody has counted the notes yet: whether it is heard is not known.</source>
        <translation>还没有人数过：听不听得到，不知道。</translation>
    </message>
    <message>
        <source>Own recordings: {names}.</source>
        <translation>本店自己的录音：{names}。</translation>
    </message>
    <message>
        <source>{name} is not played, ours is: {why}.</source>
        <translation>{name} 没有用上，放的是自带的：{why}。</translation>
    </message>
    <message>
        <source>No own recordings lie in the folder sounds of this PC&apos;s posdesk.</source>
        <translation>这台电脑的 posdesk 的 sounds 文件夹里没有自己的录音。</translation>
    </message>
</context>
<context>
    <name>start</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy for support</source>
        <translation>复制给客服</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Mend it, save the file, and open posdesk again.</source>
        <translation>改正并保存文件，再重新打开 posdesk。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t start: the disk is full.</source>
        <translation>posdesk 打不开：磁盘满了。</translation>
    </message>
    <message>
        <source>Make room on the disk, then open posdesk again.</source>
        <translation>请清理磁盘，再重新打开 posdesk。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t start: another program holds its journal.</source>
        <translation>posdesk 打不开：别的程序占着它的数据文件。</translation>
    </message>
    <message>
        <source>Close that program, then open posdesk again.</source>
        <translation>请关闭那个程序，再重新打开 posdesk。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t start: it may not write to its folder.</source>
        <translation>posdesk 打不开：它没有权限写自己的文件夹。</translation>
    </message>
    <message>
        <source>Let this PC&apos;s user write to that folder, then open posdesk again.</source>
        <translation>请允许本机用户写入该文件夹，再重新打开 posdesk。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t start: a newer posdesk has worked with its journal.</source>
        <translation>posdesk 打不开：数据文件已被更新版本的 posdesk 用过。</translation>
    </message>
    <message>
        <source>Install the newer version again. Nothing was changed.</source>
        <translation>请重新安装那个新版本。数据没有改动。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t start: its journal is damaged.</source>
        <translation>posdesk 打不开：数据文件已损坏。</translation>
    </message>
    <message>
        <source>Put a backup in its place: posdesk restore FILE.</source>
        <translation>请恢复备份：posdesk restore FILE。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t start: its folder or its journal can&apos;t be used.</source>
        <translation>posdesk 打不开：它的文件夹或数据文件不能用。</translation>
    </message>
    <message>
        <source>Check that the disk is there and works, then open posdesk again.</source>
        <translation>请检查磁盘是否在、是否正常，再重新打开 posdesk。</translation>
    </message>
    <message>
        <source>posdesk is open on this PC already.</source>
        <translation>本机已经打开了 posdesk。</translation>
    </message>
    <message>
        <source>Use the window that is open. Where there is none, end the process first.</source>
        <translation>请用已打开的窗口。找不到窗口时，先结束该进程。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t start.</source>
        <translation>posdesk 打不开。</translation>
    </message>
    <message>
        <source>Open it again. If this stays, hand what follows on to support.</source>
        <translation>请重新打开。若仍如此，把下面的内容交给客服。</translation>
    </message>
    <message>
        <source>posdesk can&apos;t start: its settings file has a mistake.</source>
        <translation>posdesk 打不开：设置文件有错。</translation>
    </message>
    <message>
        <source>Process {number}</source>
        <translation>进程 {number}</translation>
    </message>
    <message>
        <source>The keyring has not answered yet. Unlock it where a window asks, then save again.</source>
        <translation>钥匙串还没回答。有窗口要密码就解锁，再存一次。</translation>
    </message>
    <message>
        <source>The keyring is locked. Unlock it with the password of the sign-in, then save again.</source>
        <translation>钥匙串锁着。用登录密码打开它，再存一次。</translation>
    </message>
    <message>
        <source>This PC has no keyring that is safe. Install gnome-keyring, sign in again.</source>
        <translation>这台电脑没有安全的钥匙串。装上 gnome-keyring，重新登录。</translation>
    </message>
    <message>
        <source>At the file&apos;s end</source>
        <translation>在文件末尾</translation>
    </message>
    <message>
        <source>Line {line}, column {column}</source>
        <translation>第 {line} 行，第 {column} 列</translation>
    </message>
    <message>
        <source>[[{section}]] number {n}: {key}</source>
        <translation>第 {n} 个 [[{section}]]：{key}</translation>
    </message>
    <message>
        <source>What stands there is not TOML: {detail}</source>
        <translation>这里不合 TOML 的写法：{detail}</translation>
    </message>
    <message>
        <source>From there the file is not UTF-8 text. Save it again with the encoding UTF-8.</source>
        <translation>从这里起，文件不是 UTF-8 文本。请用 UTF-8 编码重新保存。</translation>
    </message>
    <message>
        <source>The file is saved as UTF-16, which Notepad calls &quot;Unicode&quot;. Save it again with the encoding UTF-8.</source>
        <translation>文件保存成了 UTF-16（记事本里叫“Unicode”）。请用 UTF-8 编码重新保存。</translation>
    </message>
    <message>
        <source>An invisible mark stands there ({detail}). Delete the line and type it anew, without copying it.</source>
        <translation>这里有一个看不见的字符（{detail}）。请删除这一行，重新手工输入，不要复制。</translation>
    </message>
    <message>
        <source>A control character stands there ({detail}). Delete the line and type it anew, without copying it.</source>
        <translation>这里有一个控制字符（{detail}）。请删除这一行，重新手工输入，不要复制。</translation>
    </message>
    <message>
        <source>A blank that TOML does not know stands there ({detail}). Delete it and type a plain blank.</source>
        <translation>这里有一个 TOML 不认识的空格（{detail}）。请删除它，改为普通空格。</translation>
    </message>
    <message>
        <source>A quote that TOML does not know stands there: {detail}. Switch the input method to English and type a straight one: &quot;</source>
        <translation>这里有一个 TOML 不认识的引号：{detail}。请切换到英文输入法，改为直引号：&quot;</translation>
    </message>
    <message>
        <source>A full-width character stands there: {detail}. Switch the input method to English and type it anew.</source>
        <translation>这里有一个全角字符：{detail}。请切换到英文输入法，重新输入。</translation>
    </message>
    <message>
        <source>In double quotes a backslash has a meaning of its own. Write each one of this text twice, or use / in a path.</source>
        <translation>双引号里的反斜杠有特殊含义。请把这段文字里的每个反斜杠写成两个，路径也可以用 /。</translation>
    </message>
    <message>
        <source>The text that begins there has no closing quote. Type it at the text&apos;s end.</source>
        <translation>从这里开始的文字没有结束的引号。请在文字末尾补上引号。</translation>
    </message>
    <message>
        <source>A text belongs in double quotes; true and false are written so, without quotes.</source>
        <translation>文字要放在双引号里；true 和 false 照这样小写，不加引号。</translation>
    </message>
    <message>
        <source>What this line says stands in the file already. Delete one of the two.</source>
        <translation>这一行的内容文件里已经有了。请删除其中一处。</translation>
    </message>
    <message>
        <source>It is nested deeper than {detail} levels, which no setting needs. Delete it.</source>
        <translation>嵌套超过 {detail} 层，没有哪个设置需要这么多。请删除它。</translation>
    </message>
    <message>
        <source>This number has too many digits. Write a shorter one.</source>
        <translation>这个数字位数太多。请写短一些。</translation>
    </message>
    <message>
        <source>This PC&apos;s user may not read the file.</source>
        <translation>本机用户没有权限读这个文件。</translation>
    </message>
    <message>
        <source>There is no such key. Look at its spelling and at the section it stands in.</source>
        <translation>没有这个项。请检查拼写和所在的节。</translation>
    </message>
    <message>
        <source>This key is missing.</source>
        <translation>缺少这一项。</translation>
    </message>
    <message>
        <source>A whole number belongs there, without quotes.</source>
        <translation>这里要填整数，不加引号。</translation>
    </message>
    <message>
        <source>A number belongs there, without quotes.</source>
        <translation>这里要填数字，不加引号。</translation>
    </message>
    <message>
        <source>A text belongs there, in quotes.</source>
        <translation>这里要填文字，加引号。</translation>
    </message>
    <message>
        <source>Either true or false belongs there, without quotes.</source>
        <translation>这里只能填 true 或 false，不加引号。</translation>
    </message>
    <message>
        <source>A list belongs there, in square brackets.</source>
        <translation>这里要填列表，用方括号。</translation>
    </message>
    <message>
        <source>A section with keys of its own belongs there.</source>
        <translation>这里要写成一节，节里再填各项。</translation>
    </message>
    <message>
        <source>One of these belongs there: {detail}</source>
        <translation>这里只能填其中之一：{detail}</translation>
    </message>
    <message>
        <source>It must be {detail} or more.</source>
        <translation>不能小于 {detail}。</translation>
    </message>
    <message>
        <source>It must be {detail} or less.</source>
        <translation>不能大于 {detail}。</translation>
    </message>
    <message>
        <source>It must be more than {detail}.</source>
        <translation>必须大于 {detail}。</translation>
    </message>
    <message>
        <source>This value is not allowed: {detail}</source>
        <translation>这个值不行：{detail}</translation>
    </message>
    <message>
        <source>At {detail} the network could read every call. Enter a certificate and its key, or 127.0.0.1 as the address. Or allow calls that nothing protects (insecure_beyond_loopback), if that is meant.</source>
        <translation>监听 {detail} 时，网络上的人能读到每个请求。请填证书和证书的密钥，或把地址改为 127.0.0.1。确实要这样，就允许收没有保护的请求（insecure_beyond_loopback）。</translation>
    </message>
    <message>
        <source>Anyone in the network could send orders as {detail}. Choose how it signs, or 127.0.0.1 as the address. Or allow calls that nothing protects (insecure_beyond_loopback), if that is meant.</source>
        <translation>网络上任何人都能冒充 {detail} 发单。请选它的签名方法，或把地址改为 127.0.0.1。确实要这样，就允许收没有保护的请求（insecure_beyond_loopback）。</translation>
    </message>
    <message>
        <source>tls_cert and tls_key must name a certificate and its key, as PEM files: {detail}</source>
        <translation>tls_cert 和 tls_key 要指向证书和它的私钥，都是 PEM 文件：{detail}</translation>
    </message>
    <message>
        <source>Orders, receipts or shifts stand under {detail} already: it stays as it is.</source>
        <translation>已有订单、小票或班次记在 {detail} 名下：不能改。</translation>
    </message>
    <message>
        <source>Not switched off: something of this platform is open (orders, presses, STOPs: {detail}). End that first.</source>
        <translation>没有停用：这个平台还有没完的（订单、操作、停单：{detail}）。请先处理完。</translation>
    </message>
    <message>
        <source>{detail} is the last administrator with a PIN. Give another administrator a PIN first.</source>
        <translation>{detail} 是最后一个有 PIN 的管理员。请先给另一个管理员设 PIN。</translation>
    </message>
    <message>
        <source>This PIN can&apos;t be used here. Choose another one.</source>
        <translation>这个 PIN 不能用。请换一个。</translation>
    </message>
    <message>
        <source>Somebody has changed this in posdesk.toml meanwhile. It is shown as it is now: enter yours again.</source>
        <translation>期间有人改了 posdesk.toml 里的这一项。现在显示的是改后的：请重新填您的。</translation>
    </message>
</context>
<context>
    <name>sync</name>
    <message>
        <source>Settings</source>
        <translation>去设置</translation>
    </message>
    <message>
        <source>See the hour</source>
        <translation>看时段</translation>
    </message>
    <message>
        <source>Ask again now</source>
        <translation>现在再问</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>现在发</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>再发一次</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>我来定</translation>
    </message>
    <message>
        <source>It took effect</source>
        <translation>成了</translation>
    </message>
    <message>
        <source>It did not</source>
        <translation>没成</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Don&apos;t send it</source>
        <translation>不发给 WDK</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Show each</source>
        <translation>逐个看</translation>
    </message>
    <message>
        <source>Fold up</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Send all {n} again</source>
        <translation>{n} 个全部再发</translation>
    </message>
    <message>
        <source>Go to the hour</source>
        <translation>去覆盖</translation>
    </message>
    <message>
        <source>Add the number</source>
        <translation>补编号</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>去比对</translation>
    </message>
    <message>
        <source>Platform told</source>
        <translation>已告诉平台</translation>
    </message>
    <message>
        <source>Close by name</source>
        <translation>记名关掉</translation>
    </message>
    <message>
        <source>{platform} will never get it, and the books will differ by it. Recorded: {who}.</source>
        <translation>{platform} 不会再收到它，账上会差这一笔。记在 {who} 名下。</translation>
    </message>
    <message>
        <source>How did it end? It is recorded in the name of {who}, not as the platform&apos;s word.</source>
        <translation>结果到底怎样？会以 {who} 的名义记下，不算平台的答复。</translation>
    </message>
    <message>
        <source>Hour {what}: net below zero</source>
        <translation>{what} 时段是负数</translation>
    </message>
    <message>
        <source>More was returned than sold. Look at the hour and decide whether to send it.</source>
        <translation>退的比卖的多。请看这个时段，再决定要不要上报。</translation>
    </message>
    <message>
        <source>Hour {what}: too large to be reported</source>
        <translation>{what} 这一小时：金额过大，无法上报</translation>
    </message>
    <message>
        <source>Its receipts add up to {now}. One of them must be wrong: look for it and hand in its return.</source>
        <translation>小票合计 {now}。其中必有一张是错的：请找出它，并交入它的退货小票。</translation>
    </message>
    <message>
        <source>Hour {what}: ovopark already holds figures</source>
        <translation>{what} 时段：ovopark 上已经有数</translation>
    </message>
    <message>
        <source>No report that is known here put them there. Compare, then replace them or leave them.</source>
        <translation>这里没有对应的上报记录。请先比对，再决定覆盖还是保留。</translation>
    </message>
    <message>
        <source>Hour {what}: refused by ovopark</source>
        <translation>{what} 时段报不上去</translation>
    </message>
    <message>
        <source>ovopark did not take the report. Look at the hour and send it again.</source>
        <translation>ovopark 没有收下。请看这个时段，再发一次。</translation>
    </message>
    <message>
        <source>Hour {what}: to be sent again</source>
        <translation>{what} 时段要覆盖上报</translation>
    </message>
    <message>
        <source>ovopark has {held}, the receipts add up to {now}. Send it again with a reason.</source>
        <translation>ovopark 上是 {held}，小票合计是 {now}。写明原因后覆盖。</translation>
    </message>
    <message>
        <source>Hour {what}: another counter is missing</source>
        <translation>{what} 这个小时有收银台未到齐</translation>
    </message>
    <message>
        <source>It was not seen since the hour ended, or part of its work lacks here. Switch it on and wait, or send what is here.</source>
        <translation>本小时结束后没有看到它，或它的部分记录不在本机。请打开它等一等，或先上报本机已有的。</translation>
    </message>
    <message>
        <source>Hour {what}: receipts may be lost</source>
        <translation>{what} 这个小时可能丢了小票</translation>
    </message>
    <message>
        <source>The journal has lost receipts. ovopark has {held}, those that are left add up to {now}. Compare with the till, then send it or leave theirs.</source>
        <translation>数据文件丢过小票。ovopark 上是 {held}，现有小票合计是 {now}。先和收银机核对，再上报或保留平台的数。</translation>
    </message>
    <message>
        <source>Payment type {code} has no WDK number.</source>
        <translation>支付方式 {code} 没有 WDK 编号。</translation>
    </message>
    <message>
        <source>The settings lack: {what}.</source>
        <translation>设置里缺：{what}。</translation>
    </message>
    <message>
        <source>Receipt {what} can&apos;t be sent</source>
        <translation>小票 {what} 发不出去</translation>
    </message>
    <message>
        <source>{n} receipts can&apos;t be sent</source>
        <translation>{n} 张小票发不出去</translation>
    </message>
    <message>
        <source>Add it: Settings, Receipts (WDK). Then they leave by themselves.</source>
        <translation>在“设置”的“小票（WDK）”里补上编号，之后会自动发出。</translation>
    </message>
    <message>
        <source>{n} receipts are on their way into the queue</source>
        <translation>{n} 张小票正在进入队列</translation>
    </message>
    <message>
        <source>They are queued by themselves, in the order of time.</source>
        <translation>会按时间先后自动排队。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>收票</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find by number, hour or code</source>
        <translation>按号码、时段或代码查找</translation>
    </message>
    <message>
        <source>{name}: not taken in</source>
        <translation>{name} 没有收进来</translation>
    </message>
    <message>
        <source>{name}: the same number with another content</source>
        <translation>{name}：号码相同，内容不同</translation>
    </message>
    <message>
        <source>Handed in by a call</source>
        <translation>由接口交来</translation>
    </message>
    <message>
        <source>From the folder</source>
        <translation>来自文件夹</translation>
    </message>
    <message>
        <source>By the import command</source>
        <translation>用导入命令</translation>
    </message>
    <message>
        <source>Made from an order</source>
        <translation>由订单生成</translation>
    </message>
    <message>
        <source>Mend it where it comes from and hand it in again.</source>
        <translation>请在来源处改好，再交一次。</translation>
    </message>
    <message>
        <source>The first one stays. Find out at the till which one is right.</source>
        <translation>先收的那张不变。请到收银台查清哪张对。</translation>
    </message>
    <message>
        <source>Receipt {what}: dated ahead</source>
        <translation>小票 {what}：日期超前</translation>
    </message>
    <message>
        <source>The till wrote {time}. It is kept, but ovopark gets that hour only then.</source>
        <translation>收银机写的是 {time}。小票已收下，但要到那时才报给 ovopark。</translation>
    </message>
    <message>
        <source>{n} receipts of till {till}: dated ahead</source>
        <translation>收银机 {till} 有 {n} 张小票：日期超前</translation>
    </message>
    <message>
        <source>The last says {time}. They are kept, but ovopark gets such hours only then.</source>
        <translation>最后一张写的是 {time}。小票都已收下，但要到那时才报给 ovopark。</translation>
    </message>
    <message>
        <source>Set the clock of till {till}, or this PC&apos;s, then correct the sale at the till.</source>
        <translation>请校准收银机 {till} 的时钟（或本机的），再在收银机上更正这笔销售。</translation>
    </message>
    <message>
        <source>Receipt {what}: dated long ago</source>
        <translation>小票 {what}：日期过早</translation>
    </message>
    <message>
        <source>The till wrote {time}. It is kept and counts in that hour, not in the one it came in.</source>
        <translation>收银机写的时间是 {time}。小票已保存，计入那个小时，而不是收到时的小时。</translation>
    </message>
    <message>
        <source>{n} receipts of till {till}: dated long ago</source>
        <translation>收银机 {till} 有 {n} 张小票：日期过早</translation>
    </message>
    <message>
        <source>The last says {time}. They are kept and count in such hours, not when they came.</source>
        <translation>最后一张写的时间是 {time}。小票都已保存，计入那些小时，而不是收到时的小时。</translation>
    </message>
    <message>
        <source>Look at the clock of till {till}. If it is wrong, set it and correct the sale there.</source>
        <translation>请看收银机 {till} 的时钟。如果不对，请校准，并在收银机上更正这笔销售。</translation>
    </message>
    <message>
        <source>since {time} ({age})</source>
        <translation>{time} 起，已等 {age}</translation>
    </message>
    <message>
        <source>came {n} times</source>
        <translation>来过 {n} 次</translation>
    </message>
    <message>
        <source>By the relay: {what}</source>
        <translation>经中继：{what}</translation>
    </message>
    <message>
        <source>The platform does not know and sends nothing again. Once platform, key or version here are mended, it is read again by itself; else close it by name and look at the platform&apos;s own page.</source>
        <translation>平台不知道，不会再发。这里的平台、密钥或版本改好后会自己再读一次；否则记名关掉，并看平台自己的页面。</translation>
    </message>
    <message>
        <source>Unknown platforms</source>
        <translation>不认识的平台</translation>
    </message>
    <message>
        <source>{partner}: {n} more calls were not taken</source>
        <translation>{partner}：另有 {n} 个请求没有收下</translation>
    </message>
    <message>
        <source>They are not listed. Tell {partner} what the listed ones say, and compare with its own page.</source>
        <translation>这些没有列出。请把列出的原因告诉 {partner}，并与它的后台核对。</translation>
    </message>
    <message>
        <source>{source}: orders under numbers that look alike</source>
        <translation>{source}：订单号看起来一样</translation>
    </message>
    <message>
        <source>{source}: receipts under numbers that look alike</source>
        <translation>{source}：小票号看起来一样</translation>
    </message>
    <message>
        <source>{source} {name}: its order never came</source>
        <translation>{source} {name}：订单一直没有来</translation>
    </message>
    <message>
        <source>{numbers} are one number now. All are kept, the newest counts. Look whether one came twice.</source>
        <translation>{numbers} 现在算同一个号。都保留，以最新的为准。请核对是否有一单来了两次。</translation>
    </message>
    <message>
        <source>{numbers} are one number now. All are kept. Look at the till whether one was rung twice.</source>
        <translation>{numbers} 现在算同一个号。都保留。请到收银机核对是否有一笔打了两次。</translation>
    </message>
    <message>
        <source>The platform called it {status} at {time}, and no order came in seven days. It is no longer waited for. Compare with the platform&apos;s own page.</source>
        <translation>平台 {time} 说它{status}，可七天里没有来单，不再等了。请和平台商家端核对。</translation>
    </message>
    <message>
        <source>{source} {number}: {kind}</source>
        <translation>{source} {number} 的{kind}</translation>
    </message>
    <message>
        <source>The order stands where it was. Press again only if it still makes sense.</source>
        <translation>单子退回原处。确实还要做，再发一次。</translation>
    </message>
    <message>
        <source>It was not sent in time. Look on {platform}&apos;s own page what became of the order.</source>
        <translation>没赶上时限，没有发出。请到{platform}商家端看这单怎样了。</translation>
    </message>
    <message>
        <source>since {time}    {who}</source>
        <translation>{time} 起&#x3000;{who}</translation>
    </message>
    <message>
        <source>Asked again with the same number. Repeats so far: {n}.</source>
        <translation>已用同一编号再问 {n} 次。</translation>
    </message>
    <message>
        <source>It was handed out against signature.</source>
        <translation>已签字交货。</translation>
    </message>
    <message>
        <source>Look on {platform}&apos;s own page whether it took effect, then say so here.</source>
        <translation>请到{platform}商家端看成了没有，再来这里定。</translation>
    </message>
    <message>
        <source>Sent, waiting for the answer.</source>
        <translation>已发出，等答复。</translation>
    </message>
    <message>
        <source>Nothing has left yet.</source>
        <translation>还没有发出去。</translation>
    </message>
    <message>
        <source>Waits to be sent.</source>
        <translation>等着发出。</translation>
    </message>
    <message>
        <source>under way now</source>
        <translation>正在发</translation>
    </message>
    <message>
        <source>next try {time}</source>
        <translation>{time} 再试</translation>
    </message>
    <message>
        <source>given up at {time}</source>
        <translation>到 {time} 就不发了</translation>
    </message>
    <message>
        <source>Sync or daily sheet</source>
        <translation>同步或每日对账</translation>
    </message>
    <message>
        <source>Daily sheet</source>
        <translation>每日对账</translation>
    </message>
    <message>
        <source>Platforms</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Last heard {way}</source>
        <translation>最近一次：{way}</translation>
    </message>
    <message>
        <source>Received means: a signed call reached this PC then. Whether a platform has more orders than it sent can&apos;t be seen from here.</source>
        <translation>“最近收到”是指那时有签名正确的请求到了这台电脑。平台那边还有没有没发过来的单，这里看不到。</translation>
    </message>
    <message>
        <source>Last received {time}</source>
        <translation>最近收到 {time}</translation>
    </message>
    <message>
        <source>Nothing received yet</source>
        <translation>还没有收到过</translation>
    </message>
    <message>
        <source>Its calls come unencrypted: the network can read them.</source>
        <translation>它的请求没有加密：网络上的人能读到。</translation>
    </message>
    <message>
        <source>Its signature leaves the body out: it counts as unsigned.</source>
        <translation>它的签名不含请求体：等于未签名。</translation>
    </message>
    <message>
        <source>Unsigned: anyone who knows the address can send orders.</source>
        <translation>没有签名：知道地址的人都能发单过来。</translation>
    </message>
    <message>
        <source>Nothing is sent: the settings lack {keys}.</source>
        <translation>什么都没有发：设置里缺 {keys}。</translation>
    </message>
    <message>
        <source>Nothing is sent: its secret can&apos;t be read from the keyring.</source>
        <translation>什么都没有发：钥匙串里读不到它的密钥。</translation>
    </message>
    <message>
        <source>Nothing more is sent to {platform} until its refusal is mended.</source>
        <translation>它的拒收处理好之前，不再给 {platform} 发任何东西。</translation>
    </message>
    <message>
        <source>{platform} asks us to wait until {time}.</source>
        <translation>{platform} 限流，要求等到 {time}。</translation>
    </message>
    <message>
        <source>Our calls don&apos;t get through since {time} ({age}). They wait here.</source>
        <translation>{time} 起连不上，已 {age}。要发的都在这里排队。</translation>
    </message>
    <message>
        <source>PC clock not compared yet</source>
        <translation>本机时钟还没对过</translation>
    </message>
    <message>
        <source>PC clock is right</source>
        <translation>本机时钟准</translation>
    </message>
    <message>
        <source>Copy for support</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Everything is out</source>
        <translation>都发出去了</translation>
    </message>
    <message>
        <source>Nothing that fits waits</source>
        <translation>没有符合的</translation>
    </message>
    <message>
        <source>All shows the rest.</source>
        <translation>点“全部”看其他的。</translation>
    </message>
    <message>
        <source>Nothing waits here, but posdesk does not work as it should</source>
        <translation>这里没有待办，但 posdesk 现在不正常</translation>
    </message>
    <message>
        <source>The lines above the page and under Platforms say why.</source>
        <translation>原因写在页面上方和“平台”里。</translation>
    </message>
    <message>
        <source>{n}, the oldest {most} below</source>
        <translation>{n}，下面是最早的 {most} 个</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>要您处理</translation>
    </message>
    <message>
        <source>Result unknown</source>
        <translation>结果未知</translation>
    </message>
    <message>
        <source>Retries by itself</source>
        <translation>会自己再试</translation>
    </message>
    <message>
        <source>order actions {n}</source>
        <translation>{n} 次订单操作</translation>
    </message>
    <message>
        <source>Nothing was confirmed yet today</source>
        <translation>今天还没有确认的</translation>
    </message>
    <message>
        <source>Confirmed today: {counts}</source>
        <translation>今天已确认：{counts}</translation>
    </message>
    <message>
        <source>the oldest since {time} ({age})</source>
        <translation>最早的 {time} 起，已等 {age}</translation>
    </message>
    <message>
        <source>attempts: {n}</source>
        <translation>试过 {n} 次</translation>
    </message>
    <message>
        <source>Nothing more is sent to {platform} until this is mended.</source>
        <translation>处理好之前，不再给 {platform} 发任何东西。</translation>
    </message>
    <message>
        <source>Nothing more is sent to {platform} until its refusal above is mended.</source>
        <translation>上面的拒收处理好之前，不再给 {platform} 发。</translation>
    </message>
    <message>
        <source>Goes out by itself.</source>
        <translation>会自动发出。</translation>
    </message>
    <message>
        <source>Nothing has arrived there yet.</source>
        <translation>那边还没有收到。</translation>
    </message>
    <message>
        <source>Under way now.</source>
        <translation>正在发送。</translation>
    </message>
    <message>
        <source>It is from before the journal was lost or replaced: it may have been sent then.</source>
        <translation>它是数据文件丢失或替换之前的，那时可能已发出。</translation>
    </message>
    <message>
        <source>It went again under the same number: {platform} may hold it twice.</source>
        <translation>已用同一个号码再发过：{platform} 可能有两份。</translation>
    </message>
    <message>
        <source>Look at {platform} whether it is there, then say so here.</source>
        <translation>请到 {platform} 看它在不在，再回这里说明。</translation>
    </message>
    <message>
        <source>It is sent again by itself until the answer is clear.</source>
        <translation>会自动再发，直到有明确答复。</translation>
    </message>
    <message>
        <source>next try now</source>
        <translation>马上再试</translation>
    </message>
    <message>
        <source>next try {time}, in {left}</source>
        <translation>{time} 再试，还有 {left}</translation>
    </message>
    <message>
        <source>Receipt {what}: waits to be sent</source>
        <translation>小票 {what} 待发</translation>
    </message>
    <message>
        <source>Receipt {what}: sent, waiting for the answer</source>
        <translation>小票 {what} 已发，等答复</translation>
    </message>
    <message>
        <source>Receipt {what}: result unknown</source>
        <translation>小票 {what} 结果未知</translation>
    </message>
    <message>
        <source>Receipt {what}: refused by WDK</source>
        <translation>小票 {what} 发不出去</translation>
    </message>
    <message>
        <source>Receipt {what}: WDK already has it</source>
        <translation>小票 {what}：WDK 上已经有了</translation>
    </message>
    <message>
        <source>{n} receipts wait to be sent</source>
        <translation>{n} 张小票排队</translation>
    </message>
    <message>
        <source>{n} receipts sent, waiting for the answer</source>
        <translation>{n} 张小票已发，等答复</translation>
    </message>
    <message>
        <source>{n} receipts: result unknown</source>
        <translation>{n} 张小票结果未知</translation>
    </message>
    <message>
        <source>{n} receipts: refused by WDK</source>
        <translation>{n} 张小票发不出去</translation>
    </message>
    <message>
        <source>{n} receipts: WDK already has them</source>
        <translation>{n} 张小票：WDK 上已经有了</translation>
    </message>
    <message>
        <source>receipts {n}</source>
        <translation>{n} 张小票</translation>
    </message>
    <message>
        <source>Hour {what}: waits to be sent</source>
        <translation>{what} 时段待发</translation>
    </message>
    <message>
        <source>Hour {what}: sent, waiting for the answer</source>
        <translation>{what} 时段已发，等答复</translation>
    </message>
    <message>
        <source>Hour {what}: result unknown</source>
        <translation>{what} 时段结果未知</translation>
    </message>
    <message>
        <source>{n} hours wait to be sent</source>
        <translation>{n} 个时段待发</translation>
    </message>
    <message>
        <source>{n} hours sent, waiting for the answer</source>
        <translation>{n} 个时段已发，等答复</translation>
    </message>
    <message>
        <source>{n} hours: result unknown</source>
        <translation>{n} 个时段结果未知</translation>
    </message>
    <message>
        <source>{n} hours: refused by ovopark</source>
        <translation>{n} 个时段报不上去</translation>
    </message>
    <message>
        <source>{n} hours: ovopark already holds figures</source>
        <translation>{n} 个时段：ovopark 上已经有数</translation>
    </message>
    <message>
        <source>hours {n}</source>
        <translation>{n} 个时段</translation>
    </message>
    <message>
        <source>{platform} says: {words}.</source>
        <translation>{platform} 说：{words}。</translation>
    </message>
</context>
<context>
    <name>updates</name>
    <message>
        <source>posdesk starts by itself when this account signs in.</source>
        <translation>这个账户登录后，posdesk 自动打开。</translation>
    </message>
    <message>
        <source>posdesk is opened by hand. Nothing comes in until somebody does.</source>
        <translation>posdesk 要手动打开。打开之前收不到单。</translation>
    </message>
    <message>
        <source>This PC does not say whether posdesk starts at sign-in.</source>
        <translation>这台电脑没有说明 posdesk 会不会自动打开。</translation>
    </message>
    <message>
        <source>At sign-in</source>
        <translation>开机登录后</translation>
    </message>
    <message>
        <source>Before somebody signs in, nothing runs and no order comes in.</source>
        <translation>没有人登录之前，程序不运行，也收不到单。</translation>
    </message>
    <message>
        <source>Open by hand</source>
        <translation>改为手动打开</translation>
    </message>
    <message>
        <source>Start by itself</source>
        <translation>改为自动打开</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Version {version} did not come up twice, so the launcher went back by itself. Tell the administrator.</source>
        <translation>{version} 版两次都没能正常打开，启动器已自动换回上一版。请告诉管理员。</translation>
    </message>
    <message>
        <source>Version {version} starts when posdesk is opened the next time.</source>
        <translation>下次打开 posdesk 时就是 {version} 版。</translation>
    </message>
    <message>
        <source>Close and open again</source>
        <translation>关闭并重新打开</translation>
    </message>
    <message>
        <source>Going back</source>
        <translation>退回上一版</translation>
    </message>
    <message>
        <source>Version {version} is still here and can open the journal: today&apos;s orders stay. A backup is never put back by itself.</source>
        <translation>{version} 版还在，也能打开现在的数据文件：今天的订单都在。程序从不自己恢复备份。</translation>
    </message>
    <message>
        <source>Back to version {version}</source>
        <translation>退回 {version} 版</translation>
    </message>
    <message>
        <source>Version {version}. It does not say when it was built.</source>
        <translation>{version} 版，没有写明制作日期。</translation>
    </message>
    <message>
        <source>Version {version}, built on {day}: {days} days old.</source>
        <translation>{version} 版，{day} 制作，已有 {days} 天。</translation>
    </message>
    <message>
        <source>Start and updates</source>
        <translation>开机和更新</translation>
    </message>
    <message>
        <source>Version {version} is there and proven; it can be taken until {day}.</source>
        <translation>有 {version} 版，签名已验证；{day} 前可以更新。</translation>
    </message>
    <message>
        <source>Copied {done} of {whole} MB.</source>
        <translation>已复制 {done}/{whole} MB。</translation>
    </message>
    <message>
        <source>Copied. Now it is laid beside this version and tried.</source>
        <translation>复制好了。正在装到旁边并试着打开。</translation>
    </message>
    <message>
        <source>Version {version} is taken. The journal is backed up as {file}.</source>
        <translation>{version} 版已装好。数据文件已备份为 {file}。</translation>
    </message>
    <message>
        <source>Version {version} is current again. The journal stays as it is.</source>
        <translation>已换回 {version} 版。数据文件不变。</translation>
    </message>
    <message>
        <source>Looking.</source>
        <translation>正在查找。</translation>
    </message>
    <message>
        <source>It takes a minute. The shop may go on meanwhile.</source>
        <translation>大约一分钟，店里可以照常做事。</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Look for an update</source>
        <translation>查找更新</translation>
    </message>
    <message>
        <source>Take version {version}</source>
        <translation>更新到 {version} 版</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>This posdesk was built without a key to prove updates by, so it takes none. Install a newer one by hand.</source>
        <translation>这个版本里没有验证更新用的公钥，所以不接受更新。请手工安装新版本。</translation>
    </message>
    <message>
        <source>No place for updates is set, so none is looked for. Enter a folder or an https address.</source>
        <translation>没有填写更新放在哪里，所以不会去找。请填写一个文件夹或 https 地址。</translation>
    </message>
    <message>
        <source>This posdesk was not started by its launcher, so it can&apos;t be updated here. Start it by its icon.</source>
        <translation>本程序不是由启动器打开的，不能在这里更新。请用图标打开。</translation>
    </message>
    <message>
        <source>An address for updates must begin with https:// and hold no name or password. Enter another one, or a folder.</source>
        <translation>更新地址必须以 https:// 开头，里面不能带用户名或密码。请换一个，或填文件夹。</translation>
    </message>
    <message>
        <source>{place} can&apos;t be read: {reason}. Look whether this PC reaches it, then try again.</source>
        <translation>读不到 {place}：{reason}。请看这台电脑能否连到它，再试一次。</translation>
    </message>
    <message>
        <source>There is no update in {place}: {name} is not there. Ask who lays the updates there.</source>
        <translation>{place} 里没有更新：缺少 {name}。请问负责放更新的人。</translation>
    </message>
    <message>
        <source>{name} can&apos;t be read as an update: {reason}. Nothing was changed; ask for it anew.</source>
        <translation>{name} 不是能读的更新：{reason}。什么都没有改；请重新索取。</translation>
    </message>
    <message>
        <source>The update is not signed, so nobody can say whose it is. Nothing was changed.</source>
        <translation>这个更新没有签名，无法确认是谁做的。什么都没有改。</translation>
    </message>
    <message>
        <source>The update is signed by another key than this posdesk knows, or was changed since. Nothing was changed; tell the administrator.</source>
        <translation>这个更新的签名不是本程序认识的，或签名后被改过。什么都没有改；请告诉管理员。</translation>
    </message>
    <message>
        <source>The update is one of &quot;{product}&quot;, not of posdesk. Nothing was changed.</source>
        <translation>这是“{product}”的更新，不是 posdesk 的。什么都没有改。</translation>
    </message>
    <message>
        <source>The update is for &quot;{system}&quot;, and this PC needs one for &quot;{ours}&quot;. Nothing was changed.</source>
        <translation>这个更新是给“{system}”的，这台电脑要“{ours}”的。什么都没有改。</translation>
    </message>
    <message>
        <source>The update could be taken until {day} only. Ask for a new one, and look at this PC&apos;s date.</source>
        <translation>这个更新只能用到 {day}。请索取新的，并看看这台电脑的日期对不对。</translation>
    </message>
    <message>
        <source>Version {version} is what runs here. There is nothing newer.</source>
        <translation>现在用的就是 {version} 版，没有更新的。</translation>
    </message>
    <message>
        <source>The update is version {version}, older than {ours}, which runs here. Nothing was changed.</source>
        <translation>这个更新是 {version} 版，比现在用的 {ours} 版旧。什么都没有改。</translation>
    </message>
    <message>
        <source>Version {version} updates {least} or newer, and {ours} runs here. Take {least} first.</source>
        <translation>{version} 版只能从 {least} 版或更新的升级，现在用的是 {ours} 版。请先装 {least} 版。</translation>
    </message>
    <message>
        <source>Version {version} can&apos;t open this PC&apos;s journal, which has schema {journal}. Nothing was changed.</source>
        <translation>{version} 版打不开这台电脑的数据文件（结构 {journal}）。什么都没有改。</translation>
    </message>
    <message>
        <source>The address leads on to {place}, which is not followed. Nothing was changed.</source>
        <translation>这个地址转到了 {place}，不跟过去。什么都没有改。</translation>
    </message>
    <message>
        <source>{name} is larger than its signed list says, so it is not taken. Nothing was changed.</source>
        <translation>{name} 比签名清单里写的大，不接受。什么都没有改。</translation>
    </message>
    <message>
        <source>{name} is cut off: it is smaller than its signed list says. Nothing was changed; try again.</source>
        <translation>{name} 不完整：比签名清单里写的小。什么都没有改；请再试一次。</translation>
    </message>
    <message>
        <source>{name} is not the file that was signed: its content differs. Nothing was changed; tell the administrator.</source>
        <translation>{name} 不是签名时的那个文件：内容不一样。什么都没有改；请告诉管理员。</translation>
    </message>
    <message>
        <source>An update is taken only when nothing is open. Still open: {open}.</source>
        <translation>什么都没有开着时才能更新。还开着：{open}。</translation>
    </message>
    <message>
        <source>Version {version} could not be laid beside this one: {reason}. Nothing was changed.</source>
        <translation>{version} 版没能装到旁边：{reason}。什么都没有改。</translation>
    </message>
    <message>
        <source>Version {version} does not start on this PC, so this one stays. Tell the administrator.</source>
        <translation>{version} 版在这台电脑上打不开，所以继续用现在的。请告诉管理员。</translation>
    </message>
    <message>
        <source>The disk does not take it: {reason}. Make room, then try again. Nothing was changed.</source>
        <translation>磁盘写不进去：{reason}。请清理空间后再试。什么都没有改。</translation>
    </message>
    <message>
        <source>The update was cancelled. Nothing of it is left.</source>
        <translation>更新已取消，没有留下任何东西。</translation>
    </message>
    <message>
        <source>Another update, or a way back, is under way on this PC. Nothing was changed; wait, then try again.</source>
        <translation>这台电脑上正在更新，或正在退回另一个版本。什么都没有改；请等它完成，然后再试。</translation>
    </message>
    <message>
        <source>That could not be changed: {reason}. Tell the administrator.</source>
        <translation>没能改成：{reason}。请告诉管理员。</translation>
    </message>
    <message>
        <source>There is no earlier version here to go back to.</source>
        <translation>这里没有可以退回的上一版。</translation>
    </message>
    <message>
        <source>Version {version} is not on this PC any more, so there is no way back to it.</source>
        <translation>{version} 版已经不在这台电脑上，退不回去。</translation>
    </message>
    <message>
        <source>Version {version} can&apos;t open the journal as it is now, so there is no way back to it.</source>
        <translation>{version} 版打不开现在的数据文件，退不回去。</translation>
    </message>
    <message>
        <source>the shift</source>
        <translation>班次</translation>
    </message>
    <message>
        <source>orders ({count})</source>
        <translation>{count} 个订单</translation>
    </message>
    <message>
        <source>calls to platforms ({count})</source>
        <translation>{count} 个发给平台的请求</translation>
    </message>
    <message>
        <source>slips to print ({count})</source>
        <translation>{count} 张要打印的单子</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>Nobody has heard the alarm this shift. Count the notes of the sound check.</source>
        <translation>这个班还没有人听过铃声。请做一次听声检查，数一数响几声。</translation>
    </message>
    <message>
        <source>The sound of new orders is muted. A manager switches it on: Settings, Sound.</source>
        <translation>新单的铃声被静音了。请经理在“设置”的“声音”里打开。</translation>
    </message>
    <message>
        <source>A slip may not have come out. Say in the list of prints what became of it.</source>
        <translation>有单子可能没打出来。到打印清单里说明打出来没有。</translation>
    </message>
    <message>
        <source>Auto-accept is off by itself: accept each order.</source>
        <translation>自动接单已自行停下：请一单一单接。</translation>
    </message>
    <message>
        <source>No orders can be taken yet. Wait a moment.</source>
        <translation>现在还收不到单，请稍等。</translation>
    </message>
    <message>
        <source>posdesk is starting.</source>
        <translation>posdesk 正在启动。</translation>
    </message>
    <message>
        <source>No word from posdesk&apos;s engine for {n} s.</source>
        <translation>后台程序已 {n} 秒没有回应。</translation>
    </message>
    <message>
        <source>Orders may not come in meanwhile: watch the platforms&apos; own pages.</source>
        <translation>这段时间可能收不到单，请看着各平台商家端。</translation>
    </message>
    <message>
        <source>posdesk has not started yet: no orders can be taken.</source>
        <translation>posdesk 还没启动好，现在收不到单。</translation>
    </message>
    <message>
        <source>Until then watch the platforms&apos; own pages.</source>
        <translation>在此之前请看着各平台商家端。</translation>
    </message>
    <message>
        <source>It waits for the PC&apos;s keyring: unlock it if a window asks for its password.</source>
        <translation>正在等电脑的钥匙串：有窗口问密码时请输入密码解锁。</translation>
    </message>
    <message>
        <source>It waits for its address {address}.</source>
        <translation>正在等地址 {address}。</translation>
    </message>
    <message>
        <source>Its own parts are still being loaded: if the PC is busy, close other programs.</source>
        <translation>程序还在装入：电脑忙的话，请关掉别的程序。</translation>
    </message>
    <message>
        <source>No orders can come in: the disk is full.</source>
        <translation>现在收不到订单：磁盘已满。</translation>
    </message>
    <message>
        <source>Make room on the disk. posdesk goes on by itself.</source>
        <translation>请清出磁盘空间，之后会自动继续。</translation>
    </message>
    <message>
        <source>No orders can come in: another program holds posdesk&apos;s journal, or the disk is too slow.</source>
        <translation>现在收不到订单：posdesk 的数据文件被别的程序占用，或磁盘太慢。</translation>
    </message>
    <message>
        <source>Close that program. posdesk goes on by itself.</source>
        <translation>请关闭那个程序，posdesk 会自动恢复。</translation>
    </message>
    <message>
        <source>No orders can come in: posdesk may not write to its journal.</source>
        <translation>现在收不到订单：posdesk 没有写入数据文件的权限。</translation>
    </message>
    <message>
        <source>Let this PC&apos;s user write to posdesk&apos;s folder, then close posdesk and open it again.</source>
        <translation>请给本机用户写入 posdesk 文件夹的权限，然后关闭 posdesk 再打开。</translation>
    </message>
    <message>
        <source>No orders can come in: posdesk&apos;s journal was deleted or moved.</source>
        <translation>现在收不到订单：posdesk 的数据文件被删除或移走了。</translation>
    </message>
    <message>
        <source>Put the file back, or close posdesk and open it again.</source>
        <translation>请把文件放回原处，或关闭 posdesk 再打开。</translation>
    </message>
    <message>
        <source>No orders can come in: posdesk&apos;s journal is damaged.</source>
        <translation>现在收不到订单：posdesk 的数据文件已损坏。</translation>
    </message>
    <message>
        <source>Close posdesk and open it again: it saves what can be read.</source>
        <translation>请关闭 posdesk 再打开，它会保存还能读出的内容。</translation>
    </message>
    <message>
        <source>{n} orders</source>
        <translation>订单 {n} 笔</translation>
    </message>
    <message>
        <source>{n} actions</source>
        <translation>操作 {n} 项</translation>
    </message>
    <message>
        <source>{n} receipts</source>
        <translation>小票 {n} 张</translation>
    </message>
    <message>
        <source>{n} reports and receipts sent</source>
        <translation>上报记录 {n} 条</translation>
    </message>
    <message>
        <source>{n} slips</source>
        <translation>{n} 张单子</translation>
    </message>
    <message>
        <source>{n} shifts</source>
        <translation>{n} 个班</translation>
    </message>
    <message>
        <source>{n} Z</source>
        <translation>{n} 张 Z 单</translation>
    </message>
    <message>
        <source>{n} Z as they were printed</source>
        <translation>{n} 张 Z 单</translation>
    </message>
    <message>
        <source>{n} lines of the audit trail</source>
        <translation>操作日志 {n} 行</translation>
    </message>
    <message>
        <source>{n} other entries</source>
        <translation>其他记录 {n} 条</translation>
    </message>
    <message>
        <source>some</source>
        <translation>若干</translation>
    </message>
    <message>
        <source>posdesk&apos;s journal is damaged.</source>
        <translation>posdesk 的数据文件已损坏。</translation>
    </message>
    <message>
        <source>Close posdesk and open it again: it saves what can be read and says what is lost.</source>
        <translation>请关闭 posdesk 再打开，它会保存还能读出的内容，并说明丢了什么。</translation>
    </message>
    <message>
        <source>The audit trail was changed outside posdesk.</source>
        <translation>操作记录被 posdesk 以外的程序改动过。</translation>
    </message>
    <message>
        <source>The audit trail was changed outside posdesk, at line {n} or before.</source>
        <translation>操作记录被 posdesk 以外的程序改动过，在第 {n} 行或之前。</translation>
    </message>
    <message>
        <source>Orders come in as always. Tell the administrator what is said there: Settings, Health.</source>
        <translation>接单照常。请告诉管理员看看发现了什么：在“设置”的“健康”里。</translation>
    </message>
    <message>
        <source>The journal was damaged. Everything in it could be saved.</source>
        <translation>数据文件曾损坏，其中的内容已全部保存。</translation>
    </message>
    <message>
        <source>A backup was put back: what came in after it is not on this PC.</source>
        <translation>已恢复备份：备份之后收到的内容不在本机。</translation>
    </message>
    <message>
        <source>The journal that was here is missing: another one is in its place.</source>
        <translation>原来的数据文件不见了，现在是另一个数据文件。</translation>
    </message>
    <message>
        <source>The journal was lost: what came in before is no longer on this PC.</source>
        <translation>数据文件已丢失，之前收到的内容已不在本机。</translation>
    </message>
    <message>
        <source>The journal was damaged. Lost: {list}.</source>
        <translation>数据文件曾损坏，丢失：{list}。</translation>
    </message>
    <message>
        <source>Damage was made good from the last backup, as things stood then: {list}.</source>
        <translation>损坏的部分已按最近的备份补回（为备份时的状态）：{list}。</translation>
    </message>
    <message>
        <source>If nobody meant that, close posdesk and put the right journal back.</source>
        <translation>若不是有意更换，请关闭 posdesk，放回原来的数据文件。</translation>
    </message>
    <message>
        <source>Compare with the platforms&apos; own pages.</source>
        <translation>请与各平台后台核对。</translation>
    </message>
    <message>
        <source>A backup is put back by: posdesk restore FILE.</source>
        <translation>用此命令恢复备份：posdesk restore 文件。</translation>
    </message>
    <message>
        <source>Receipts from before that are handed in again wait on the Sync page: say there whether WDK has them.</source>
        <translation>之前的小票重新交来时不会自动发出，请到“同步”页说明 WDK 是否已收到。</translation>
    </message>
    <message>
        <source>The damaged file is kept as {name}.</source>
        <translation>损坏的文件保留为 {name}。</translation>
    </message>
    <message>
        <source>The journal that was there is kept as {name}.</source>
        <translation>原来的数据文件保留为 {name}。</translation>
    </message>
    <message>
        <source>Personal data is not wiped: this PC&apos;s clock is more than a day from a platform&apos;s.</source>
        <translation>个人信息暂不清除：本机时钟与平台相差超过一天。</translation>
    </message>
    <message>
        <source>Personal data is not wiped: this PC&apos;s clock went back.</source>
        <translation>个人信息暂不清除：本机时钟曾被往回拨。</translation>
    </message>
    <message>
        <source>Personal data is not wiped: this PC&apos;s clock is 90 days past the last time it was on.</source>
        <translation>个人信息暂不清除：本机时钟比上次运行晚了 90 天以上。</translation>
    </message>
    <message>
        <source>Check date and time. It goes on once a platform&apos;s time agrees with the clock.</source>
        <translation>请检查日期和时间；某个平台的时间与本机一致后会自动继续。</translation>
    </message>
    <message>
        <source>Old files with personal data can&apos;t be removed: {names}.</source>
        <translation>含个人信息的旧文件无法删除：{names}。</translation>
    </message>
    <message>
        <source>Close the program that has them open. They are tried again each day.</source>
        <translation>请关闭打开这些文件的程序；每天会再试一次。</translation>
    </message>
    <message>
        <source>That has changed meanwhile.</source>
        <translation>状态已发生变化。</translation>
    </message>
    <message>
        <source>Look at what it says now, then decide.</source>
        <translation>请先看它现在的说明，再决定。</translation>
    </message>
    <message>
        <source>This order is not known here any more.</source>
        <translation>本店已经找不到这一单。</translation>
    </message>
    <message>
        <source>Find it by its number with F10.</source>
        <translation>请按 F10 用单号查找。</translation>
    </message>
    <message>
        <source>This order does not allow that any more.</source>
        <translation>这一单现在不能这样做。</translation>
    </message>
    <message>
        <source>Look at what its card says now.</source>
        <translation>请看卡片上现在的状态。</translation>
    </message>
    <message>
        <source>To verify, the pickup code is needed.</source>
        <translation>核销要有取货码。</translation>
    </message>
    <message>
        <source>Scan the customer&apos;s code.</source>
        <translation>请扫顾客的取货码。</translation>
    </message>
    <message>
        <source>Several open orders have this number: which one was cancelled is not known.</source>
        <translation>有几单未完成的订单都是这个单号，不知道取消的是哪一单。</translation>
    </message>
    <message>
        <source>Press the button of the order that the customer cancelled.</source>
        <translation>请点顾客取消的那一单的按钮。</translation>
    </message>
    <message>
        <source>Somebody has said meanwhile which order was cancelled.</source>
        <translation>已经有人说了取消的是哪一单。</translation>
    </message>
    <message>
        <source>Look at what the order&apos;s card says now.</source>
        <translation>请看这一单的卡片。</translation>
    </message>
    <message>
        <source>This order is closed here.</source>
        <translation>这一单已在本店结束。</translation>
    </message>
    <message>
        <source>To work on it, open it again: find it with F10, F5, then Alt+E.</source>
        <translation>要再处理，先重新打开：F10 查到它，F5，再按 Alt+E。</translation>
    </message>
    <message>
        <source>Its dishes are not kept any more: no slip can be printed of it.</source>
        <translation>菜品明细已不再保留，不能再打印小票。</translation>
    </message>
    <message>
        <source>Look it up on the platform&apos;s own page.</source>
        <translation>请到平台自己的页面查看。</translation>
    </message>
    <message>
        <source>A way to pay and an amount are missing.</source>
        <translation>还缺支付方式和金额。</translation>
    </message>
    <message>
        <source>Choose both, then press again.</source>
        <translation>请选好后再按。</translation>
    </message>
    <message>
        <source>It can&apos;t be undone: it has left already.</source>
        <translation>撤销不了：已经发出。</translation>
    </message>
    <message>
        <source>Wait for the platform&apos;s answer on the card.</source>
        <translation>请看卡片上平台的答复。</translation>
    </message>
    <message>
        <source>The result has become known meanwhile.</source>
        <translation>结果已经知道了。</translation>
    </message>
    <message>
        <source>This order is handed out against its pickup code.</source>
        <translation>这一单要凭取货码交货。</translation>
    </message>
    <message>
        <source>Scan the customer&apos;s code, then press F8.</source>
        <translation>请扫顾客的码，再按 F8。</translation>
    </message>
    <message>
        <source>Another counter is handing this order out just now.</source>
        <translation>另一收银台正在交付这一单。</translation>
    </message>
    <message>
        <source>Ask there before anything is handed out.</source>
        <translation>交付之前请先问那边。</translation>
    </message>
    <message>
        <source>Another counter began to hand this order out, and has said nothing since.</source>
        <translation>另一收银台开始交付这一单后，一直没有消息。</translation>
    </message>
    <message>
        <source>Ask there whether the customer has it. If not, hand it out here.</source>
        <translation>请问那边顾客是否已取走。没有的话，在这里交付。</translation>
    </message>
    <message>
        <source>Another counter has handed this order out already.</source>
        <translation>另一收银台已经交付这一单。</translation>
    </message>
    <message>
        <source>Ask there. If the customer hasn&apos;t got it, press again to hand it out here.</source>
        <translation>请先问那边。顾客没有拿到的话，再按一次，在这里交付。</translation>
    </message>
    <message>
        <source>A report of this hour is under way already.</source>
        <translation>这个小时正在上报。</translation>
    </message>
    <message>
        <source>Wait for its answer, then decide.</source>
        <translation>等答复来了再决定。</translation>
    </message>
    <message>
        <source>The figures of this hour have changed meanwhile.</source>
        <translation>这个小时的数刚刚变了。</translation>
    </message>
    <message>
        <source>Look at them again, then decide.</source>
        <translation>请重新核对，再决定。</translation>
    </message>
    <message>
        <source>The receipts of this hour add up to more than can be kept.</source>
        <translation>这一小时的小票合计超出了能保存的范围。</translation>
    </message>
    <message>
        <source>One of them must be wrong. Look for it and hand in its return.</source>
        <translation>其中必有一张是错的。请找出它，并交入它的退货小票。</translation>
    </message>
    <message>
        <source>It was not sent: receipts of this hour may be lost.</source>
        <translation>没有发送：这个小时可能丢了小票。</translation>
    </message>
    <message>
        <source>Decide about this hour on the Hours page: Ctrl+3.</source>
        <translation>请在“时段”页（Ctrl+3）处理这个小时。</translation>
    </message>
    <message>
        <source>It is on its way already.</source>
        <translation>已在发送中。</translation>
    </message>
    <message>
        <source>Wait for its answer.</source>
        <translation>请等待结果。</translation>
    </message>
    <message>
        <source>It may have reached WDK already and can&apos;t be withdrawn.</source>
        <translation>可能已到达 WDK，无法撤回。</translation>
    </message>
    <message>
        <source>Wait for WDK&apos;s answer.</source>
        <translation>请等待 WDK 的结果。</translation>
    </message>
    <message>
        <source>Its text was wiped with the personal data: it can&apos;t be sent any more.</source>
        <translation>它的内容已随个人信息一起清除，不能再发送。</translation>
    </message>
    <message>
        <source>Enter it on WDK&apos;s own page if it is missing there.</source>
        <translation>小票原文已随个人信息清除，无法再发送。</translation>
    </message>
    <message>
        <source>No printer prints this slip.</source>
        <translation>没有打印机打这种单子。</translation>
    </message>
    <message>
        <source>Choose one for it: Settings, Printers.</source>
        <translation>请在“设置”的“打印机”里给它选一台。</translation>
    </message>
    <message>
        <source>A shift is open already.</source>
        <translation>已经开班了。</translation>
    </message>
    <message>
        <source>Close it first: Ctrl+5.</source>
        <translation>先交班：Ctrl+5。</translation>
    </message>
    <message>
        <source>No shift is open.</source>
        <translation>还没开班。</translation>
    </message>
    <message>
        <source>Open one with the cash in the drawer: Ctrl+5.</source>
        <translation>填好钱箱里的现金再开班：Ctrl+5。</translation>
    </message>
    <message>
        <source>The shift is still open: something has come to its checklist.</source>
        <translation>还没交班：清点里又来了一项。</translation>
    </message>
    <message>
        <source>Do what is marked there, or hand it over by name.</source>
        <translation>把标出来的做完，或写名字交给别人。</translation>
    </message>
    <message>
        <source>Nothing was recorded: why was not said.</source>
        <translation>没有记下：没写原因。</translation>
    </message>
    <message>
        <source>Write it in a few words, then press again.</source>
        <translation>写几个字，再按一次。</translation>
    </message>
    <message>
        <source>Nothing was handed over: nobody was named.</source>
        <translation>没有交出：没写交给谁。</translation>
    </message>
    <message>
        <source>Choose a person or write a name, then press again.</source>
        <translation>选一个人或写姓名，再按一次。</translation>
    </message>
    <message>
        <source>Nothing was recorded: that is no amount.</source>
        <translation>没有记下：这不是金额。</translation>
    </message>
    <message>
        <source>Type it in yuan, as in 200.50.</source>
        <translation>用元填，比如 200.50。</translation>
    </message>
    <message>
        <source>Nothing was done: posdesk can&apos;t write to the disk.</source>
        <translation>什么都没做：磁盘写不进去。</translation>
    </message>
    <message>
        <source>Make room on the disk, then press again.</source>
        <translation>请清出磁盘空间后再按。</translation>
    </message>
    <message>
        <source>Nothing was done: another program holds posdesk&apos;s journal, or the disk is too slow.</source>
        <translation>什么都没做：别的程序占着 posdesk 的数据文件，或磁盘太慢。</translation>
    </message>
    <message>
        <source>Close that program, then press again.</source>
        <translation>请关闭那个程序，再按一次。</translation>
    </message>
    <message>
        <source>Nothing was done: posdesk may not write to its journal.</source>
        <translation>什么都没做：posdesk 没有权限写数据文件。</translation>
    </message>
    <message>
        <source>Close posdesk and open it again: it says what to do.</source>
        <translation>请关闭 posdesk 再打开，它会说怎么办。</translation>
    </message>
    <message>
        <source>Nothing was done: posdesk&apos;s journal was deleted or moved.</source>
        <translation>什么都没做：posdesk 的数据文件被删除或移走了。</translation>
    </message>
    <message>
        <source>Nothing was done: posdesk&apos;s journal is damaged.</source>
        <translation>什么都没做：posdesk 的数据文件已损坏。</translation>
    </message>
    <message>
        <source>Nothing was done: an error of posdesk&apos;s own, see the log.</source>
        <translation>什么都没做：posdesk 自身出错，详见日志。</translation>
    </message>
    <message>
        <source>Press again. If this stays, close posdesk and open it again.</source>
        <translation>请再按一次。若仍如此，关闭 posdesk 再打开。</translation>
    </message>
    <message>
        <source>Nothing was done: no PIN was given.</source>
        <translation>什么也没做：没有输入 PIN。</translation>
    </message>
    <message>
        <source>Press again, then type the PIN.</source>
        <translation>请再按一次，然后输入 PIN。</translation>
    </message>
    <message>
        <source>Not done: the red line above says why.</source>
        <translation>没有办成，原因见上面的红条。</translation>
    </message>
    <message>
        <source>{name}&apos;s PIN was set anew with the recovery code, {at}.</source>
        <translation>{name} 的 PIN 在 {at} 用找回码重设了。</translation>
    </message>
    <message>
        <source>If nobody ought to have done that, tell the owner: Settings, People and PIN changes it.</source>
        <translation>如果不该有人这样做，请告诉店主：在“设置”的“人员和 PIN”里改。</translation>
    </message>
    <message>
        <source>Meituan</source>
        <translation>美团</translation>
    </message>
    <message>
        <source>Ele.me</source>
        <translation>饿了么</translation>
    </message>
    <message>
        <source>Baidu</source>
        <translation>百度</translation>
    </message>
    <message>
        <source>QR order</source>
        <translation>扫码点单</translation>
    </message>
    <message>
        <source>Other ({code})</source>
        <translation>其他 ({code})</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接单</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒单</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>备好</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>核销</translation>
    </message>
    <message>
        <source>{what}: waiting to be sent</source>
        <translation>{what}等待发出</translation>
    </message>
    <message>
        <source>{what}: sending</source>
        <translation>{what}发送中</translation>
    </message>
    <message>
        <source>{what} confirmed</source>
        <translation>平台已确认{what}</translation>
    </message>
    <message>
        <source>{what} refused</source>
        <translation>{what}被拒</translation>
    </message>
    <message>
        <source>{what}: result unknown</source>
        <translation>{what}结果未知</translation>
    </message>
    <message>
        <source>{what}: undone before it left</source>
        <translation>{what}已撤销，没有发出</translation>
    </message>
    <message>
        <source>{what}: expired before it could be sent</source>
        <translation>过时未发：没来得及{what}</translation>
    </message>
    <message>
        <source>{what}: {who} says it is done</source>
        <translation>{who}说{what}成了，平台没有确认</translation>
    </message>
    <message>
        <source>{what}: {who} says it is not done</source>
        <translation>{who}说{what}没成</translation>
    </message>
    <message>
        <source>No orders can come in: posdesk&apos;s engine has stopped.</source>
        <translation>现在收不到单：后台程序停了。</translation>
    </message>
    <message>
        <source>Close posdesk and open it again. Until then watch the platforms&apos; own pages.</source>
        <translation>请关掉 posdesk 再打开。打开前请看各平台商家端。</translation>
    </message>
    <message>
        <source>No orders can come in here: another posdesk (process {detail}) works in this folder.</source>
        <translation>这里收不到单：另一个 posdesk（进程 {detail}）正在使用这个数据目录。</translation>
    </message>
    <message>
        <source>Close this window and work in the other one. Never delete posdesk.lock while posdesk runs.</source>
        <translation>请关闭本窗口，改用另一个窗口。posdesk 运行时绝不要删除 posdesk.lock。</translation>
    </message>
    <message>
        <source>No orders can come in: another program holds the address {detail}.</source>
        <translation>现在收不到单：{detail} 被别的程序占用。</translation>
    </message>
    <message>
        <source>Close that program. posdesk tries again by itself.</source>
        <translation>请关掉那个程序，本机会自己再试。</translation>
    </message>
    <message>
        <source>No orders can come in: this PC does not have the address {detail} now.</source>
        <translation>现在收不到单：这台电脑现在没有地址 {detail}。</translation>
    </message>
    <message>
        <source>Look whether its network is connected. posdesk tries again by itself. If it has another address now, enter it: Settings, Port for orders.</source>
        <translation>请看网络是否连着。posdesk 会自己再试。如果本机地址变了，请在“设置”的“收单端口”里填新的。</translation>
    </message>
    <message>
        <source>No orders can come in: nothing answers any more where the platforms call ({detail}).</source>
        <translation>现在收不到单：平台呼叫的地址 {detail} 没有应答了。</translation>
    </message>
    <message>
        <source>posdesk opens it again by itself. If this stays, close posdesk and open it again.</source>
        <translation>本机会自己重新打开。如果一直这样，请关闭 posdesk 再打开。</translation>
    </message>
    <message>
        <source>No orders can come in: no platform is set up.</source>
        <translation>现在收不到单：还没有设置任何平台。</translation>
    </message>
    <message>
        <source>Enter them: Settings, Platforms and secrets.</source>
        <translation>请在“设置”的“平台和密钥”里填。</translation>
    </message>
    <message>
        <source>No orders can come in from {detail}: its key is missing.</source>
        <translation>收不到{detail}的单：缺少密钥。</translation>
    </message>
    <message>
        <source>Enter it: Settings, Platforms and secrets.</source>
        <translation>请在“设置”的“平台和密钥”里填。</translation>
    </message>
    <message>
        <source>No orders can come in: the PC&apos;s keyring is locked.</source>
        <translation>现在收不到单：电脑的钥匙串锁着。</translation>
    </message>
    <message>
        <source>Unlock it with the password of this PC&apos;s user. posdesk goes on by itself.</source>
        <translation>请用这台电脑的登录密码解锁，之后会自动继续。</translation>
    </message>
    <message>
        <source>No orders can come in yet: the PC&apos;s keyring has not answered.</source>
        <translation>暂时收不到单：电脑的钥匙串还没有应答。</translation>
    </message>
    <message>
        <source>posdesk asks again by itself. If a window asks for this PC&apos;s password, enter it there.</source>
        <translation>posdesk 会自动再问。如果有窗口要这台电脑的密码，请在那里输入。</translation>
    </message>
    <message>
        <source>No orders can come in: this PC has no safe place for the keys.</source>
        <translation>现在收不到单：这台电脑没有安全存放密钥的地方。</translation>
    </message>
    <message>
        <source>Install and start a keyring, gnome-keyring for one, then open posdesk again.</source>
        <translation>请安装并启动钥匙串（如 gnome-keyring），再重新打开 posdesk。</translation>
    </message>
    <message>
        <source>No orders can come in: the PC&apos;s keyring does not give the keys out.</source>
        <translation>现在收不到单：电脑的钥匙串拿不出密钥。</translation>
    </message>
    <message>
        <source>Sign out of this PC and in again. posdesk asks the keyring again by itself.</source>
        <translation>请注销本机再登录。posdesk 会自己再问钥匙串。</translation>
    </message>
    <message>
        <source>No orders can come in: posdesk can&apos;t write to the disk.</source>
        <translation>现在收不到单：磁盘写不进去。</translation>
    </message>
    <message>
        <source>A part of posdesk failed: {detail}.</source>
        <translation>posdesk 的一部分出了故障：{detail}。</translation>
    </message>
    <message>
        <source>It is being started again. If this stays, close posdesk and open it again.</source>
        <translation>正在重新启动。一直不好的话，请关掉 posdesk 再打开。</translation>
    </message>
    <message>
        <source>No connection to the platform</source>
        <translation>连不上平台</translation>
    </message>
    <message>
        <source>No safe connection to the platform</source>
        <translation>和平台的安全连接建立不了</translation>
    </message>
    <message>
        <source>The platform did not answer in time</source>
        <translation>平台没有按时答复</translation>
    </message>
    <message>
        <source>The connection broke after sending</source>
        <translation>发出后断线</translation>
    </message>
    <message>
        <source>The platform&apos;s server had an error</source>
        <translation>平台服务器出错</translation>
    </message>
    <message>
        <source>The answer was not readable</source>
        <translation>平台的答复看不懂</translation>
    </message>
    <message>
        <source>The platform&apos;s key can&apos;t be read</source>
        <translation>读不到平台密钥</translation>
    </message>
    <message>
        <source>The settings for the platform are not complete</source>
        <translation>平台设置不完整</translation>
    </message>
    <message>
        <source>The call could not be made up: look at the PC&apos;s date and at the log</source>
        <translation>请求无法生成：请检查电脑日期，并查看日志</translation>
    </message>
    <message>
        <source>An error of posdesk&apos;s own, see the log</source>
        <translation>posdesk 自己出错，详见日志</translation>
    </message>
    <message>
        <source>posdesk was closed while it was sending</source>
        <translation>发送途中 posdesk 被关掉了</translation>
    </message>
    <message>
        <source>The other counters can&apos;t be asked. Ask them yourself, then send it or undo it</source>
        <translation>无法询问其他收银台。请自行问清，再发出或撤销</translation>
    </message>
    <message>
        <source>The platform reported that it is accepted</source>
        <translation>平台说已接单</translation>
    </message>
    <message>
        <source>The platform reported that it is refused</source>
        <translation>平台说已拒单</translation>
    </message>
    <message>
        <source>A scan could not be read whole.</source>
        <translation>扫到的码没读全。</translation>
    </message>
    <message>
        <source>Scan the code once more.</source>
        <translation>请再扫一次。</translation>
    </message>
    <message>
        <source>That looked like a slow scan. It stands in the field as it came.</source>
        <translation>这像是一次较慢的扫码，内容原样留在输入框里。</translation>
    </message>
    <message>
        <source>Learn the scanner (Settings, Scanner), or scan outside of fields.</source>
        <translation>请在“设置”的“扫码枪”里学习这把枪，或离开输入框再扫。</translation>
    </message>
    <message>
        <source>A scan came without the key that this scanner sends at its end.</source>
        <translation>这次扫码少了这把枪在末尾会发的键。</translation>
    </message>
    <message>
        <source>Scan once more. If that is said again, learn the scanner: Settings, Scanner.</source>
        <translation>请再扫一次。若再次提示，请在“设置”的“扫码枪”里重新学习。</translation>
    </message>
    <message>
        <source>A code was scanned while sign-in was open. It was not read.</source>
        <translation>登录开着时扫了码，没有读取。</translation>
    </message>
    <message>
        <source>Close sign-in with Esc, then scan.</source>
        <translation>请先按 Esc 关闭登录，再扫码。</translation>
    </message>
    <message>
        <source>A key was held down while a code was scanned.</source>
        <translation>扫码时键盘上有键一直按着。</translation>
    </message>
    <message>
        <source>Let go of the keyboard, and scan the code once more.</source>
        <translation>请松开键盘，再扫一次。</translation>
    </message>
    <message>
        <source>A scan could not be read: keys came together as from two scanners.</source>
        <translation>没读出来：按键混在一起，像两把扫码枪同时在扫。</translation>
    </message>
    <message>
        <source>Scan again, one after the other.</source>
        <translation>请一把扫完再扫另一把。</translation>
    </message>
    <message>
        <source>Scans can&apos;t be told from typing any more.</source>
        <translation>现在分不清扫码和打字了。</translation>
    </message>
    <message>
        <source>Type the codes on the Pickup page, and open posdesk again.</source>
        <translation>请在取货页手输取货码，并重新打开 posdesk。</translation>
    </message>
    <message>
        <source>This counter reports the store&apos;s hours to ovopark; no other counter may.</source>
        <translation>本收银台负责向 ovopark 上报全店时段销售，其他收银台不得上报。</translation>
    </message>
    <message>
        <source>Every receipt of the store must come in here.</source>
        <translation>全店小票都必须汇入本机。</translation>
    </message>
    <message>
        <source>The other counters&apos; receipts come by the relay, and count in the hours.</source>
        <translation>其他收银台的小票经连锁中继传来，一并计入时段。</translation>
    </message>
    <message>
        <source>Noted by another version of posdesk</source>
        <translation>另一版本的 posdesk 记下的事项</translation>
    </message>
    <message>
        <source>Received, on disk</source>
        <translation>收到，已存盘</translation>
    </message>
    <message>
        <source>Found by its pickup code</source>
        <translation>凭取货码找到</translation>
    </message>
    <message>
        <source>The platform sent it again, unchanged</source>
        <translation>平台重复推送，内容没变</translation>
    </message>
    <message>
        <source>The platform sent it again, changed</source>
        <translation>平台又推送，内容有改动</translation>
    </message>
    <message>
        <source>The platform cancelled it</source>
        <translation>平台取消了这一单</translation>
    </message>
    <message>
        <source>The platform says: {status}</source>
        <translation>平台状态：{status}</translation>
    </message>
    <message>
        <source>{who} stopped making it</source>
        <translation>{who}已停下</translation>
    </message>
    <message>
        <source>{who} pressed {what}</source>
        <translation>{who}按了{what}</translation>
    </message>
    <message>
        <source>{who} handed it over, marked here only</source>
        <translation>{who}已交货，只记在本店</translation>
    </message>
    <message>
        <source>The platform named another store: {detail}</source>
        <translation>平台写的是另一家店：{detail}</translation>
    </message>
    <message>
        <source>The platform sent an older version again; nothing changed</source>
        <translation>平台又发来旧的内容，没有改动</translation>
    </message>
    <message>
        <source>A cancel came for its number, which another open order has, too</source>
        <translation>收到这个单号的取消，但另有一单未完成的订单也是这个单号</translation>
    </message>
    <message>
        <source>{who} closed it here: {why}</source>
        <translation>{who} 在本店结束：{why}</translation>
    </message>
    <message>
        <source>{who} opened it again</source>
        <translation>{who} 重新打开</translation>
    </message>
    <message>
        <source>{who} noted something</source>
        <translation>{who} 记了备忘</translation>
    </message>
    <message>
        <source>{who} packed the last of it</source>
        <translation>{who} 装好了最后一份</translation>
    </message>
    <message>
        <source>{who} looked at phone and address</source>
        <translation>{who}看了电话和地址</translation>
    </message>
    <message>
        <source>customer did not come</source>
        <translation>顾客没来取</translation>
    </message>
    <message>
        <source>no pickup code, goods given</source>
        <translation>没有取货码，货已给了</translation>
    </message>
    <message>
        <source>refunded by phone</source>
        <translation>电话里退了款</translation>
    </message>
    <message>
        <source>done on the platform&apos;s page</source>
        <translation>平台商家端已处理</translation>
    </message>
    <message>
        <source>the same order twice</source>
        <translation>同一单来了两次</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接单</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒单</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>核销成功</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>已交货</translation>
    </message>
    <message>
        <source>Used before</source>
        <translation>已用过</translation>
    </message>
    <message>
        <source>Not possible here</source>
        <translation>不能核销</translation>
    </message>
    <message>
        <source>Result unknown</source>
        <translation>结果未知</translation>
    </message>
    <message>
        <source>Could not be checked</source>
        <translation>没查成</translation>
    </message>
    <message>
        <source>Handed out against signature</source>
        <translation>已签字交货</translation>
    </message>
    <message>
        <source>{what} refused. {why}</source>
        <translation>{what}被拒：{why}</translation>
    </message>
    <message>
        <source>Accepted at counter {n}</source>
        <translation>{n} 号台已接</translation>
    </message>
    <message>
        <source>{what}: done at counter {n}</source>
        <translation>{n} 号台已{what}</translation>
    </message>
    <message>
        <source>Refused at counter {n}</source>
        <translation>{n} 号台已拒</translation>
    </message>
    <message>
        <source>Counter {n} is handling it</source>
        <translation>{n} 号台正在处理</translation>
    </message>
    <message>
        <source>Refused at counter {n} by {who}</source>
        <translation>{n} 号台 {who} 已拒</translation>
    </message>
    <message>
        <source>Counter {n} is handling it: {who}</source>
        <translation>{n} 号台 {who} 正在处理</translation>
    </message>
    <message>
        <source>{what}: counter {n} was first</source>
        <translation>{what}：{n} 号台已先处理</translation>
    </message>
    <message>
        <source>{what}: counter {n} was first, {who}</source>
        <translation>{what}：{n} 号台 {who} 已先处理</translation>
    </message>
    <message>
        <source>Accepted at counter {n} by {who}</source>
        <translation>{n} 号台 {who} 已接</translation>
    </message>
    <message>
        <source>{what} leaves in {n} s</source>
        <translation>{what} {n} 秒后发出</translation>
    </message>
    <message>
        <source>{what}: result unknown, asking again with the same number</source>
        <translation>{what}结果未知，正用同一编号再问</translation>
    </message>
    <message>
        <source>{what}: result unknown, a person must look at the platform&apos;s own page</source>
        <translation>{what}结果未知，请人到平台商家端查看</translation>
    </message>
    <message>
        <source>The platform gave no reason</source>
        <translation>平台没说原因</translation>
    </message>
    <message>
        <source>Platform says: {words}</source>
        <translation>平台说{words}</translation>
    </message>
    <message>
        <source>First was: {who}</source>
        <translation>已先处理：{who}</translation>
    </message>
    <message>
        <source>{words} ({more})</source>
        <translation>{words}（{more}）</translation>
    </message>
    <message>
        <source>A cancel for this number came {time}, not applied</source>
        <translation>{time} 收到过这个单号的取消，没有应用到本单</translation>
    </message>
    <message>
        <source>The platform called this number {status} {time}, not applied</source>
        <translation>平台 {time} 说这个单号{status}，没有照做</translation>
    </message>
    <message>
        <source>Paid at two counters: give one payment back</source>
        <translation>两个台都收了款：请退还其中一笔</translation>
    </message>
    <message>
        <source>Handed out at two counters</source>
        <translation>两个台都交付过</translation>
    </message>
    <message>
        <source>{what} was said to be done later; not applied</source>
        <translation>后来有人说{what}已办，本店未改</translation>
    </message>
    <message>
        <source>The platform later confirmed: {what}; not applied</source>
        <translation>平台后来确认了{what}，本店未改</translation>
    </message>
    <message>
        <source>The platform later sent it with other content; not applied</source>
        <translation>平台后来推来的内容不一样，本店未改</translation>
    </message>
    <message>
        <source>Platform later said: {words}; not applied</source>
        <translation>平台后来说：{words}，本店未改</translation>
    </message>
    <message>
        <source>{who} promised {time}</source>
        <translation>{who} 约了 {time}</translation>
    </message>
    <message>
        <source>No order can reach us since {start}.</source>
        <translation>{start} 起收不到单。</translation>
    </message>
    <message>
        <source>Watch the platforms&apos; own pages until this is over.</source>
        <translation>恢复之前请看各平台商家端。</translation>
    </message>
    <message>
        <source>No order could reach us {start} – {end}.</source>
        <translation>{start} – {end} 收不到单。</translation>
    </message>
    <message>
        <source>What came in these {n} min can&apos;t be fetched. Compare with the platforms&apos; own pages.</source>
        <translation>这 {n} 分钟内平台推来的单到不了本店，也取不回来。请打开各平台商家端核对。</translation>
    </message>
    <message>
        <source>What came to the chain&apos;s gateway {start} – {end} is no longer kept there.</source>
        <translation>{start} – {end} 送到总部网关的，那里已经不再留着。</translation>
    </message>
    <message>
        <source>Orders may be missing here. Compare with the platforms&apos; own pages.</source>
        <translation>这里可能少了单。请对照各平台自己的页面。</translation>
    </message>
    <message>
        <source>Calls to {address} come unencrypted: the network can read them.</source>
        <translation>发到 {address} 的请求没有加密：网络上的人能读到。</translation>
    </message>
    <message>
        <source>Anyone who reaches {address} can send orders as {partners}: unsigned.</source>
        <translation>能连到 {address} 的人都能冒充 {partners} 发单：没有签名。</translation>
    </message>
    <message>
        <source>The settings allow it. Have the administrator look: {topics}.</source>
        <translation>设置允许这样。请管理员看：{topics}。</translation>
    </message>
    <message>
        <source>Settings, Port for orders</source>
        <translation>设置，收单端口</translation>
    </message>
    <message>
        <source>Settings, Platforms and secrets</source>
        <translation>设置，平台和密钥</translation>
    </message>
    <message>
        <source>Orders of {partners} are taken from this PC only: its signature has no {body}.</source>
        <translation>{partners} 的订单只从本机接收：它的签名里没有 {body}。</translation>
    </message>
    <message>
        <source>Have the administrator choose a form with {body} in it, if the platform signs so: Settings, Platforms and secrets.</source>
        <translation>如平台这样签名，请管理员换一种含 {body} 的签名：在“设置”的“平台和密钥”里。</translation>
    </message>
    <message>
        <source>Other accounts on this PC can get into {folder}: a till&apos;s files come in there.</source>
        <translation>本机其他账户能进入 {folder}：收银机的文件从那里交来。</translation>
    </message>
    <message>
        <source>Have the administrator give that till a folder outside: Settings, Till.</source>
        <translation>请管理员在“设置”的“收银机”里给那台收银机另设外面的文件夹。</translation>
    </message>
    <message>
        <source>PC clock {n} s fast</source>
        <translation>本机时钟快 {n} 秒</translation>
    </message>
    <message>
        <source>PC clock {n} s slow</source>
        <translation>本机时钟慢 {n} 秒</translation>
    </message>
    <message>
        <source>{clock}, measured against {partner}.</source>
        <translation>{clock}（和{partner}比）。</translation>
    </message>
    <message>
        <source>Set this PC&apos;s clock: times on screen are wrong by as much.</source>
        <translation>请校准本机时钟，屏幕上的时间也差这么多。</translation>
    </message>
</context>
</TS>
