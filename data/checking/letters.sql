-- Letters that look like the letter meant: out of a PDF, out of old fonts, from beyond the strait.
-- Translating builds its table anew for every row, so it is done only where there is something to translate.
create or replace temp macro relettered(cell, written, meant) as
case when regexp_matches(cell, '[' || written || ']') then translate(cell, written, meant) else cell end;

-- Radicals (⻋, ⾞) and compatibility letters (郎 U+F92C) as the letters they look like; nobody means them.
create or replace temp macro proper_letters(cell) as
relettered(
    nfc_normalize(cell),
    '⼀⼁⼂⼃⼄⼅⼆⼇⼈⼉⼊⼋⼌⼍⼎⼏⼐⼑⼒⼓⼔⼕⼖⼗⼘⼙⼚⼛⼜⼝⼞⼟⼠⼡⼢⼣⼤⼥⼦⼧⼨⼩⼪⼫⼬⼭⼮⼯⼰⼱⼲⼳⼴⼵⼶⼷⼸⼹⼺⼻⼼⼽⼾⼿⽀⽁⽂⽃⽄⽅⽆⽇⽈⽉⽊⽋⽌⽍⽎⽏⽐⽑⽒⽓⽔⽕⽖⽗⽘⽙⽚⽛⽜⽝⽞⽟⽠⽡⽢⽣'
    || '⽤⽥⽦⽧⽨⽩⽪⽫⽬⽭⽮⽯⽰⽱⽲⽳⽴⽵⽶⽷⽸⽹⽺⽻⽼⽽⽾⽿⾀⾁⾂⾃⾄⾅⾆⾇⾈⾉⾊⾋⾌⾍⾎⾏⾐⾑⾒⾓⾔⾕⾖⾗⾘⾙⾚⾛⾜⾝⾞⾟⾠⾡⾢⾣⾤⾥⾦⾧⾨⾩⾪⾫⾬⾭⾮⾯⾰⾱⾲⾳⾴⾵⾶⾷⾸⾹⾺⾻⾼⾽⾾⾿⿀⿁⿂⿃⿄⿅⿆⿇'
    || '⿈⿉⿊⿋⿌⿍⿎⿏⿐⿑⿒⿓⿔⿕⺁⺅⺆⺈⺉⺊⺌⺍⺎⺏⺐⺑⺒⺓⺔⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝'
    || '⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳',
    '一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生'
    || '用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾见角言谷豆豕豸贝赤走足身车辛辰辵邑酉釆里金长门阜隶隹雨靑非面革韦韭音页风飞食首香马骨高髟斗鬯鬲鬼鱼鸟卤鹿麦麻'
    || '黄黍黑黹黾鼎鼓鼠鼻齐齿龙龟龠厂亻冂刀刂卜小小兀尢尢尢巳幺彐忄心扌攵旡日月歺母民氵水灬爫爫丬牛犭王疋目示礻竹纟纟网罒网网网羊羊羊老聿聿月臼艹艹艹虎衤西西见角角讠贝足车辶辶辶阝钅长长长门阜阝雨青韦页风飞食'
    || '食饣饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟'
);

-- Traditional and variant letters as the simplified ones of which names of communities, streets and units are made.
create or replace temp macro simplified(cell) as
relettered(
    proper_letters(cell),
    '亞來侖倉倖傢僑創劃劍勝匯區厤吳員啓啟嚮嚴園團垻塗塢墰墻壇壓壜壩壽夢孫學宮實寧寶峯島峽崙嵐嶺嶽巖師廈廟廣張強彙後恆悅慶慼憲應懞擔攬敎昇時暉曆曉曏會朮東楊楓業樂樑樓樹橋橫櫻歡歷浹淩滙滸漢潛潤澤濛濟濱瀋瀾灘'
    || '灣煉牆獅現瑤環產産甯畢發監眾矇硃碕稅穀範糰紀紅綉經綠維綵緑縣總繡繽纔罈罎羣聞聯臨興荊莊華菴萊萬葉蒓蒼蓀蓮蓴蕭薑藺蘆蘭處衆術衕衚衛裏裡親觀詔誌誠誼謝豐貴費貿賀賢賽躍車軒輝辦農迴週達遠鄉鄭醬鈡鉅銀錢錦鍊鍾'
    || '鎭鎮鐘長門開閘閤陞陳陸陽隱雙雞雲電靈靜鞦韓韻頂順頤頭風飛養餘馬駕駝駟駱驚髮鬆鬍鬥鬱鮑鮚鳳鳴鴻鵑鶯鶴鷄鷹鷺鸝鹹鹽麗麯麴黃龍郞曁隄',
    '亚来仑仓幸家侨创划剑胜汇区历吴员启启向严园团坝涂坞坛墙坛压坛坝寿梦孙学宫实宁宝峰岛峡仑岚岭岳岩师厦庙广张强汇后恒悦庆戚宪应蒙担揽教升时晖历晓向会术东杨枫业乐梁楼树桥横樱欢历浃凌汇浒汉潜润泽蒙济滨沈澜滩'
    || '湾炼墙狮现瑶环产产宁毕发监众蒙朱埼税谷范团纪红绣经绿维彩绿县总绣缤才坛坛群闻联临兴荆庄华庵莱万叶莼苍荪莲莼萧姜蔺芦兰处众术同胡卫里里亲观诏志诚谊谢丰贵费贸贺贤赛跃车轩辉办农回周达远乡郑酱钟巨银钱锦炼钟'
    || '镇镇钟长门开闸合升陈陆阳隐双鸡云电灵静秋韩韵顶顺颐头风飞养余马驾驼驷骆惊发松胡斗郁鲍鲒凤鸣鸿鹃莺鹤鸡鹰鹭鹂咸盐丽曲曲黄龙郎暨堤'
);
