<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>EntryStrip</name>
        <message>
            <source>Type or paste a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pickup code, typed or pasted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That is no pickup code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scan or type the code of {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It can't be verified without the customer's code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Just scan, no click first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On any page, with any input method</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ItemList</name>
        <message>
            <source>Remark    {text}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Orders</name>
        <message>
            <source>, </source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{time} late</source>
            <translation>超时 {time}</translation>
        </message>
        <message>
            <source>{time} left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ready</source>
            <translation>备好</translation>
        </message>
        <message>
            <source>Changed by the platform: see detail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remark</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>+{n} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accept</source>
            <translation>接单</translation>
        </message>
        <message>
            <source>to accept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sums don't add up: see detail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Past its deadline, the platform may have cancelled it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You can still accept; the platform's answer decides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refuse</source>
            <translation>拒单</translation>
        </message>
        <message>
            <source>Paid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unpaid, pay here {amount}</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>No answer came after it left. Asking again with the same number: it can't happen twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say how it ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Attempt {n}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>next {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>start {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Items</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Due</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Phone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Customer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Amount</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Total</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Delivery fee</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Discount</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Boxes and fees</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Payments</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Offline, {what} is queued</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Offline, queued until {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Platform later said: {words}; not applied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hold to show</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unpaid {amount}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Changed by the platform</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Customer pays</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Customer paid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Discount borne by platform</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Discount borne by store</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Discount borne by agent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Discount borne by courier</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lines add up to the amount paid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The platform named no amount to compare</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lines come to {sum}, {difference} apart</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bill no.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>more, see detail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is not done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The record will say: {who} says {what} is done. The platform did not confirm it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The record will say: {who} says {what} is not done. The platform did not say so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{who}: I looked it up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pickup as soon as possible</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Deliver as soon as possible</source>
            <translation type="unfinished" />
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
            <source>pickup</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rider</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>1 item</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} items</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take payment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Received (type the amount)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Record {amount} paid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Too busy to make it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sold out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Address out of reach</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Closing soon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Equipment broken</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Other</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refuse: choose a reason</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refuse now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The reason stays with us: the platform has no field for it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>STOP</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{who}: I stopped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Someone else? Sign in first: F12</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop! Customer cancelled: don't make it or hand it over</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>cancelled {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>was due {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No order selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Number, last four digits, name, bill number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No order is done today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{text} was not found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Searched: number, last four digits, name, bill number of all orders kept on this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>done today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rings when due</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>by arrival</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>by due time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>overdue first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>soonest first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} more above</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} more below, due {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} more below</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing to make</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing waits to be fetched</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No pre-orders</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No orders to accept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing received yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Last received {time}</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>pickup</name>
        <message>
            <source>Not this order</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not paid</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pickup</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Delivery</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Record as verified, in the name of {who}? Nothing more is sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Record as not verified, in the name of {who}, and send it anew?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>See the record</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask again now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Verified</source>
            <translation>核销成功</translation>
        </message>
        <message>
            <source>Not verified, send again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hand out against signature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Withdraw it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Yes, send again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Yes, it is verified</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Later</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Got it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hand it over.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confirmed by the platform    {time}    {who}    counter {counter}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Handed over</source>
            <translation>已交货</translation>
        </message>
        <message>
            <source>Recorded here only: this order needs no verification, nothing was sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Handed out against signature</source>
            <translation>签字交货</translation>
        </message>
        <message>
            <source>Not verified yet: it waits and is sent once the platform answers again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Have the customer sign. It is listed until it is verified.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recorded as verified</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{who} says so; the platform did not confirm it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This order belongs to {store}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send the customer to {store}. Hand nothing out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Can't be verified here</source>
            <translation>不能在这里核销</translation>
        </message>
        <message>
            <source>Nobody knows this code</source>
            <translation>没有平台认得这个码</translation>
        </message>
        <message>
            <source>All platforms that were asked answered: no order has this code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compare the code with the customer's, then scan it again. Hand nothing out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This order was refused by us.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hand nothing out. Look at this order on {platform}'s own page.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This order is cancelled</source>
            <translation>这一单已取消</translation>
        </message>
        <message>
            <source>Hand nothing out. {platform} settles it with the customer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancelled {time}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This code has been used</source>
            <translation>这个码用过了</translation>
        </message>
        <message>
            <source>Ask the customer whether it was fetched. Don't give a second one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This order was completed {time}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Result unknown</source>
            <translation>结果未知</translation>
        </message>
        <message>
            <source>Don't hand it over yet. Look on {platform}'s own page whether it is verified.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asked again {n} times with the same number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is not asked again by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Being asked again now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asked again at {time}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cannot be checked now</source>
            <translation>现在查不了</translation>
        </message>
        <message>
            <source>Nothing is verified. A manager can hand it out against signature.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The verification waits here and goes out once the platform answers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next try {time}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which order it is can't be seen either: find it by its number with F10.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>scanner</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>typed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{platform} says: {words}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No answer from {platforms}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Verified {time} by {who}, counter {counter}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sound: rising ding-dong</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sound: two low short tones</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sound: three equal short tones</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sound: one long tremolo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose one first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None of these</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This code fits {n} orders</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fits only this order</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Verifying, no answer yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Found, not verified yet</source>
            <translation>已找到，还没核销</translation>
        </message>
        <message>
            <source>Needs the customer's code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Needs no verification</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Found</source>
            <translation>已找到</translation>
        </message>
        <message>
            <source>Verify and hand over</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hand over (recorded here only)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wait for the platform's answer before handing it over.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Verifying can't be undone.
A scanner's Enter presses no button.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is verified with the code
that the customer shows.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is sent to the platform.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose with the arrows or a touch.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This order must be accepted first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folds in {n} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Handing out against signature needs a manager: F12 to sign in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Verifying</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where nothing can be checked: hand out against signature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where nothing can be checked: against signature, by a manager (F12)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A code has 1 to 64 letters, digits and signs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asking the platforms</source>
            <translation>正在问平台</translation>
        </message>
        <message>
            <source>Just scan, no click first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The customer's code opens the order here, from any page.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hand over</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Verify</source>
            <translation>核销</translation>
        </message>
        <message>
            <source>Last scans</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{n} today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting for you: {n}</source>
            <translation type="unfinished" />
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
            <source>Nothing was done: posdesk can't write to the disk.</source>
            <translation>什么都没做：磁盘写不进去。</translation>
        </message>
        <message>
            <source>Make room on the disk, then press again.</source>
            <translation>请清出磁盘空间后再按。</translation>
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
            <translation>没有平台认得这个码</translation>
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
            <translation>这一单已取消</translation>
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
            <translation>签字交货</translation>
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
