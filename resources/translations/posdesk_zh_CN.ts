<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>EntryStrip</name>
        <message>
            <source>Type or paste a code</source>
            <translation>手输或粘贴取货码</translation>
        </message>
        <message>
            <source>Pickup code, typed or pasted</source>
            <translation>取货码，手输或粘贴</translation>
        </message>
        <message>
            <source>Look up</source>
            <translation>查单</translation>
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
            <source>It can't be verified without the customer's code</source>
            <translation>没有顾客的码不能核销</translation>
        </message>
        <message>
            <source>Just scan, no click first</source>
            <translation>直接扫码，不用先点</translation>
        </message>
        <message>
            <source>On any page, with any input method</source>
            <translation>在哪一页都行，输入法开着也行</translation>
        </message>
    </context>
    <context>
        <name>ItemList</name>
        <message>
            <source>Remark    {text}</source>
            <translation>备注　{text}</translation>
        </message>
    </context>
    <context>
        <name>Orders</name>
        <message>
            <source>, </source>
            <translation>，</translation>
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
            <source>Ready</source>
            <translation>备好</translation>
        </message>
        <message>
            <source>Changed by the platform: see detail</source>
            <translation>平台改过单，看详情</translation>
        </message>
        <message>
            <source>Remark</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>有改动</translation>
        </message>
        <message>
            <source>+{n} more</source>
            <translation>+{n} 样</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>接单</translation>
        </message>
        <message>
            <source>to accept</source>
            <translation>接单剩余</translation>
        </message>
        <message>
            <source>The sums don't add up: see detail</source>
            <translation>金额对不上，看详情</translation>
        </message>
        <message>
            <source>Too late: the platform may have cancelled it.</source>
            <translation>已过接单时限，平台可能已自动取消。</translation>
        </message>
        <message>
            <source>You can still accept; the platform's answer decides.</source>
            <translation>仍可接单，结果以平台答复为准。</translation>
        </message>
        <message>
            <source>Refuse</source>
            <translation>拒单</translation>
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
            <source>The platform gave no clear answer. Look it up there, then say here how it ended.</source>
            <translation>平台没有明确答复。请到平台上查看，再在这里说明结果。</translation>
        </message>
        <message>
            <source>An answer was lost, then: {answer}. That decides nothing; asking again with the same number.</source>
            <translation>断线后再问，{answer}，还不能断定。继续用同一编号再问。</translation>
        </message>
        <message>
            <source>No answer came after it left. Asking again with the same number: it can't happen twice.</source>
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
            <source>start {time}</source>
            <translation>{time} 开始做</translation>
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
            <source>Offline, {what} is queued</source>
            <translation>断网，{what}排队中</translation>
        </message>
        <message>
            <source>Offline, queued until {time}</source>
            <translation>断网，排队到 {time}</translation>
        </message>
        <message>
            <source>Platform later said: {words}; not applied</source>
            <translation>平台后来说：{words}，本店未改</translation>
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
            <source>Unpaid {amount}</source>
            <translation>未付 {amount}</translation>
        </message>
        <message>
            <source>Changed by the platform</source>
            <translation>平台改过单</translation>
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
            <source>Bill no.</source>
            <translation>平台单号</translation>
        </message>
        <message>
            <source>more, see detail</source>
            <translation>样，看详情</translation>
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
            <source>Back</source>
            <translation>返回</translation>
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
            <source>Take payment</source>
            <translation>收款</translation>
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
            <source>STOP</source>
            <translation>停</translation>
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
            <source>Someone else? Sign in first: F12</source>
            <translation>换人确认请先输 PIN（F12）</translation>
        </message>
        <message>
            <source>Stop! Customer cancelled: don't make it or hand it over</source>
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
            <source>No order selected</source>
            <translation>没有选中的单</translation>
        </message>
        <message>
            <source>Number, last four digits, name, bill number</source>
            <translation>单号、尾号四位、姓名、平台单号</translation>
        </message>
        <message>
            <source>Found: {n}</source>
            <translation>找到 {n} 单</translation>
        </message>
        <message>
            <source>Done today: {n}</source>
            <translation>今天已完成 {n} 单</translation>
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
            <source>rings when due</source>
            <translation>到点再响</translation>
        </message>
        <message>
            <source>by arrival</source>
            <translation>按到达先后</translation>
        </message>
        <message>
            <source>by due time</source>
            <translation>按应出时间</translation>
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
            <source>Hand over</source>
            <translation>交货</translation>
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
            <source>Detail</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>查找</translation>
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
            <source>Orders</source>
            <translation>订单</translation>
        </message>
    </context>
    <context>
        <name>frame</name>
        <message>
            <source>Undo {number}</source>
            <translation>撤销 {number}</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
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
            <source>Sound OK</source>
            <translation>声音正常</translation>
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
            <source>Sound device hangs</source>
            <translation>声音设备没反应</translation>
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
            <source>Sign in</source>
            <translation>登录</translation>
        </message>
        <message>
            <source>{name}, {role}</source>
            <translation>{name}　{role}</translation>
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
        <name>pages</name>
        <message>
            <source>Pickup</source>
            <translation>取货</translation>
        </message>
        <message>
            <source>Sync</source>
            <translation>同步</translation>
        </message>
    </context>
    <context>
        <name>pickup</name>
        <message>
            <source>Not this order</source>
            <translation>不是这单</translation>
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
            <source>Self-pickup</source>
            <translation>自取</translation>
        </message>
        <message>
            <source>Delivery</source>
            <translation>外送</translation>
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
            <source>Verified</source>
            <translation>核销成功</translation>
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
            <source>Yes, send again</source>
            <translation>确定，再发一次</translation>
        </message>
        <message>
            <source>Yes, it is verified</source>
            <translation>确定，已核销</translation>
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
            <source>Hand it over.</source>
            <translation>可以交货。</translation>
        </message>
        <message>
            <source>Confirmed by the platform    {time}    {who}</source>
            <translation>平台已确认　{time}　{who}</translation>
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
            <source>Can't be verified here</source>
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
            <source>Compare the code with the customer's, then scan it again. Hand nothing out.</source>
            <translation>和顾客的码对一下再扫，餐不要给出。</translation>
        </message>
        <message>
            <source>This order was refused by us.</source>
            <translation>这单本店已拒。</translation>
        </message>
        <message>
            <source>Hand nothing out. Look at this order on {platform}'s own page.</source>
            <translation>餐不要给出。请到{platform}商家端看这单。</translation>
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
            <source>This code has been used</source>
            <translation>这个码用过了</translation>
        </message>
        <message>
            <source>Ask the customer whether it was fetched. Don't give a second one.</source>
            <translation>先问顾客是否已取走，别再给一份。</translation>
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
            <source>Don't hand it over yet. Look on {platform}'s own page whether it is verified.</source>
            <translation>先别交货。请到{platform}商家端看这单核销了没有，再选。</translation>
        </message>
        <message>
            <source>Asked again with the same number, {n} ×.</source>
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
            <source>Which order it is can't be seen either: find it by its number with F10.</source>
            <translation>也看不出是哪一单：按 F10 用号码找。</translation>
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
            <source>Choose one first</source>
            <translation>先选一单</translation>
        </message>
        <message>
            <source>None of these</source>
            <translation>都不是</translation>
        </message>
        <message>
            <source>This code fits {n} orders</source>
            <translation>这个码对上 {n} 单</translation>
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
            <source>Found, not verified yet</source>
            <translation>已找到，还没核销</translation>
        </message>
        <message>
            <source>Needs the customer's code</source>
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
            <source>Wait for the platform's answer before handing it over.</source>
            <translation>等平台答复了再交货。</translation>
        </message>
        <message>
            <source>Verifying can't be undone.</source>
            <translation>核销后不能撤回。</translation>
        </message>
        <message>
            <source>A scanner's Enter presses no button.</source>
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
            <source>Folds in {n} s</source>
            <translation>{n} 秒后收起</translation>
        </message>
        <message>
            <source>Handing out against signature needs a manager: F12 to sign in.</source>
            <translation>签字交货要经理：按 F12 登录。</translation>
        </message>
        <message>
            <source>Verifying</source>
            <translation>核销发送中</translation>
        </message>
        <message>
            <source>Where nothing can be checked: hand out against signature</source>
            <translation>查不了时才用：签字交货</translation>
        </message>
        <message>
            <source>Where nothing can be checked: against signature, by a manager (F12)</source>
            <translation>查不了时才用：签字交货（要经理，F12 登录）</translation>
        </message>
        <message>
            <source>A code has 1 to 64 letters, digits and signs.</source>
            <translation>取货码是 1 到 64 个字母、数字或符号。</translation>
        </message>
        <message>
            <source>Asking the platforms</source>
            <translation>正在问平台</translation>
        </message>
        <message>
            <source>Just scan, no click first</source>
            <translation>直接扫码，不用先点</translation>
        </message>
        <message>
            <source>The customer's code opens the order here, from any page.</source>
            <translation>顾客的码在哪一页扫，这里都会打开这单。</translation>
        </message>
        <message>
            <source>Hand over</source>
            <translation>交货</translation>
        </message>
        <message>
            <source>Verify</source>
            <translation>核销</translation>
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
    </context>
    <context>
        <name>say</name>
        <message>
            <source>{time} late</source>
            <translation>超时 {time}</translation>
        </message>
        <message>
            <source>{n} min left</source>
            <translation>剩 {n} 分</translation>
        </message>
        <message>
            <source>{n} min late</source>
            <translation>过 {n} 分</translation>
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
            <source>"{words}"</source>
            <translation>“{words}”</translation>
        </message>
        <message>
            <source>Counter {n}</source>
            <translation>{n} 号台</translation>
        </message>
        <message>
            <source>{who}    {place}</source>
            <translation>{who}　{place}</translation>
        </message>
        <message>
            <source>, </source>
            <translation>，</translation>
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
            <source>Nobody is set up. Enter people under [[staff]] in posdesk.toml, then set a PIN: posdesk credentials set staff/NAME/pin</source>
            <translation>还没有设人员。先在 posdesk.toml 的 [[staff]] 写上，再设 PIN：posdesk credentials set staff/NAME/pin</translation>
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
        <name>sync</name>
        <message>
            <source>How did it end? It is recorded in the name of {who}, not as the platform's word.</source>
            <translation>结果到底怎样？会以 {who} 的名义记下，不算平台的答复。</translation>
        </message>
        <message>
            <source>Ask again now</source>
            <translation>现在再问</translation>
        </message>
        <message>
            <source>I say how it ended</source>
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
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Withdraw</source>
            <translation>撤回</translation>
        </message>
        <message>
            <source>Send again</source>
            <translation>再发一次</translation>
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
            <source>It was not sent in time. Look on {platform}'s own page what became of the order.</source>
            <translation>没赶上时限，没有发出。请到{platform}商家端看这单怎样了。</translation>
        </message>
        <message>
            <source>since {time}    {who}</source>
            <translation>{time} 起　{who}</translation>
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
            <source>Nothing was confirmed yet today</source>
            <translation>今天还没有确认的</translation>
        </message>
        <message>
            <source>Confirmed today: {counts}</source>
            <translation>今天已确认：{counts}</translation>
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
            <source>Our calls don't get through since {time} ({age}). They wait here.</source>
            <translation>{time} 起连不上，已 {age}。要发的都在这里排队。</translation>
        </message>
        <message>
            <source>Unsigned: anyone who knows the address can send orders.</source>
            <translation>没有签名：知道地址的人都能发单过来。</translation>
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
            <source>Asked again with the same number, {n} ×.</source>
            <translation>已用同一编号再问 {n} 次。</translation>
        </message>
        <message>
            <source>It was handed out against signature.</source>
            <translation>已签字交货。</translation>
        </message>
        <message>
            <source>Look on {platform}'s own page whether it took effect, then say so here.</source>
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
            <source>{words}.</source>
            <translation>{words}。</translation>
        </message>
        <message>
            <source>{n}, the oldest {most} below</source>
            <translation>{n}，下面是最早的 {most} 个</translation>
        </message>
        <message>
            <source>Everything is out</source>
            <translation>都发出去了</translation>
        </message>
        <message>
            <source>Nothing waits, nothing is unknown.</source>
            <translation>没有等着的，也没有结果未知的。</translation>
        </message>
        <message>
            <source>Platforms</source>
            <translation>平台</translation>
        </message>
        <message>
            <source>Received means: a signed call reached this PC then. Whether a platform has more orders than it sent can't be seen from here.</source>
            <translation>“最近收到”是指那时有签名正确的请求到了这台电脑。平台那边还有没有没发过来的单，这里看不到。</translation>
        </message>
    </context>
    <context>
        <name>words</name>
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
            <source>No orders can come in: posdesk's engine has stopped.</source>
            <translation>现在收不到单：后台程序停了。</translation>
        </message>
        <message>
            <source>Close posdesk and open it again. Until then watch the platforms' own pages.</source>
            <translation>请关掉 posdesk 再打开。打开前请看各平台商家端。</translation>
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
            <source>No orders can come in: no platform is set up.</source>
            <translation>现在收不到单：还没有设置任何平台。</translation>
        </message>
        <message>
            <source>Enter the platforms in posdesk.toml, then open posdesk again.</source>
            <translation>请在 posdesk.toml 里填好平台，再重新打开 posdesk。</translation>
        </message>
        <message>
            <source>No orders can come in from {detail}: its key is missing.</source>
            <translation>收不到{detail}的单：缺少密钥。</translation>
        </message>
        <message>
            <source>Set it with: posdesk credentials set partner/{name}/appkey</source>
            <translation>请运行 posdesk credentials set partner/{name}/appkey 填入密钥。</translation>
        </message>
        <message>
            <source>No orders can come in: the PC's keyring is locked.</source>
            <translation>现在收不到单：电脑的钥匙串锁着。</translation>
        </message>
        <message>
            <source>Unlock it with the password of this PC's user. posdesk goes on by itself.</source>
            <translation>请用这台电脑的登录密码解锁，之后会自动继续。</translation>
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
            <source>No orders can come in: posdesk can't write to the disk.</source>
            <translation>现在收不到单：磁盘写不进去。</translation>
        </message>
        <message>
            <source>Make room on the disk. posdesk goes on by itself.</source>
            <translation>请清出磁盘空间，之后会自动继续。</translation>
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
            <source>The platform's server had an error</source>
            <translation>平台服务器出错</translation>
        </message>
        <message>
            <source>The answer was not readable</source>
            <translation>平台的答复看不懂</translation>
        </message>
        <message>
            <source>The platform's key can't be read</source>
            <translation>读不到平台密钥</translation>
        </message>
        <message>
            <source>An error of posdesk's own, see the log</source>
            <translation>posdesk 自己出错，详见日志</translation>
        </message>
        <message>
            <source>posdesk was closed while it was sending</source>
            <translation>发送途中 posdesk 被关掉了</translation>
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
            <source>Another action on this order is still on its way.</source>
            <translation>这一单还有别的操作没有结果。</translation>
        </message>
        <message>
            <source>Wait for its answer, then press again.</source>
            <translation>请等答复后再按。</translation>
        </message>
        <message>
            <source>To verify, the pickup code is needed.</source>
            <translation>核销要有取货码。</translation>
        </message>
        <message>
            <source>Scan the customer's code.</source>
            <translation>请扫顾客的取货码。</translation>
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
            <source>It can't be undone: it has left already.</source>
            <translation>撤销不了：已经发出。</translation>
        </message>
        <message>
            <source>Wait for the platform's answer on the card.</source>
            <translation>请看卡片上平台的答复。</translation>
        </message>
        <message>
            <source>The result has become known meanwhile.</source>
            <translation>结果已经知道了。</translation>
        </message>
        <message>
            <source>Look at what the order's card says now.</source>
            <translation>请看这一单的卡片。</translation>
        </message>
        <message>
            <source>This order is handed out against its pickup code.</source>
            <translation>这一单要凭取货码交货。</translation>
        </message>
        <message>
            <source>Scan the customer's code, then press F8.</source>
            <translation>请扫顾客的码，再按 F8。</translation>
        </message>
        <message>
            <source>Only a manager hands out against a signature.</source>
            <translation>签字交货只有经理能做。</translation>
        </message>
        <message>
            <source>Have one sign in with F12.</source>
            <translation>请经理按 F12 登录。</translation>
        </message>
        <message>
            <source>Nothing was done: posdesk can't write to the disk.</source>
            <translation>什么都没做：磁盘写不进去。</translation>
        </message>
        <message>
            <source>Make room on the disk, then press again.</source>
            <translation>请清出磁盘空间后再按。</translation>
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
            <source>Scans can't be told from typing any more.</source>
            <translation>现在分不清扫码和打字了。</translation>
        </message>
        <message>
            <source>Type the codes on the Pickup page, and open posdesk again.</source>
            <translation>请在取货页手输取货码，并重新打开 posdesk。</translation>
        </message>
        <message>
            <source>That was not done ({reason}).</source>
            <translation>没有做成（{reason}）。</translation>
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
            <source>Platform later said {detail}; not applied</source>
            <translation>平台后来说{detail}，本店未改</translation>
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
            <source>{who} looked at phone and address</source>
            <translation>{who}看了电话和地址</translation>
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
            <source>Asking the platforms</source>
            <translation>正在问平台</translation>
        </message>
        <message>
            <source>Found, not verified yet</source>
            <translation>已找到，还没核销</translation>
        </message>
        <message>
            <source>Several orders fit, choose one</source>
            <translation>对上好几单，请选一单</translation>
        </message>
        <message>
            <source>Nobody knows this code</source>
            <translation>没有哪家认识这个码</translation>
        </message>
        <message>
            <source>Can't be verified here</source>
            <translation>不能在这里核销</translation>
        </message>
        <message>
            <source>This code has been used</source>
            <translation>这个码用过了</translation>
        </message>
        <message>
            <source>This order is cancelled</source>
            <translation>这单已取消</translation>
        </message>
        <message>
            <source>Cannot be checked now</source>
            <translation>现在查不了</translation>
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
            <source>{what} refused. Platform says: {words}</source>
            <translation>{what}被拒：平台说{words}</translation>
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
            <source>{what} leaves in {n} s</source>
            <translation>{what} {n} 秒后发出</translation>
        </message>
        <message>
            <source>{what}: result unknown, asking again with the same number</source>
            <translation>{what}结果未知，正用同一编号再问</translation>
        </message>
        <message>
            <source>{what}: result unknown, a person must look at the platform's own page</source>
            <translation>{what}结果未知，请人到平台商家端查看</translation>
        </message>
        <message>
            <source>Platform says: {words}</source>
            <translation>平台说{words}</translation>
        </message>
        <message>
            <source>{words} ({more})</source>
            <translation>{words}（{more}）</translation>
        </message>
        <message>
            <source>{clock}, measured against {partner}.</source>
            <translation>{clock}（和{partner}比）。</translation>
        </message>
        <message>
            <source>Set this PC's clock: times on screen are wrong by as much.</source>
            <translation>请校准本机时钟，屏幕上的时间也差这么多。</translation>
        </message>
        <message>
            <source>No order can reach us since {start}.</source>
            <translation>{start} 起收不到单。</translation>
        </message>
        <message>
            <source>Watch the platforms' own pages until this is over.</source>
            <translation>恢复之前请看各平台商家端。</translation>
        </message>
        <message>
            <source>No order could reach us {start} – {end}.</source>
            <translation>{start} – {end} 收不到单。</translation>
        </message>
        <message>
            <source>What came in these {n} min can't be fetched. Compare with the platforms' own pages.</source>
            <translation>这 {n} 分钟内平台推来的单到不了本店，也取不回来。请打开各平台商家端核对。</translation>
        </message>
        <message>
            <source>PC clock {n} s fast</source>
            <translation>本机时钟快 {n} 秒</translation>
        </message>
        <message>
            <source>PC clock {n} s slow</source>
            <translation>本机时钟慢 {n} 秒</translation>
        </message>
    </context>
</TS>
