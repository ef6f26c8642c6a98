"""Delegates who do not exist, in every script that badges are proven in.

The same for every run. What makes them hard: marks on marks, joined letters, two directions in
one line, characters that are drawn by language, words without spaces, texts longer than any box.
"""

import io
import random
from dataclasses import dataclass, replace
from itertools import cycle, islice

from PIL import Image, ImageDraw

from badges.engine import codes, tokens
from badges.engine.content import NOTHING, BadgeContent
from conference.pdf import layout
from conference.pdf.layout import Asset
from conference.writing.languages import Localized
from delegates import photos


@dataclass(frozen=True)
class Script:
    """`language` of own names, functions and delegations; "" in none. Separated by `|`."""

    name: str
    language: str
    given: str
    family: str
    functions: str
    delegations: str


SCRIPTS = (
    Script(
        "Latin",
        "fr",
        "Zoë|Łukasz|Þórdís|François-Xavier|Ñuñez|Ilhâmî|Ștefan|Gïng̃er|İpek|Åse",
        "ÓLAFSDÓTTIR|ŠČEPANOVIĆ|FERNÁNDEZ DE CÓRDOBA Y ÁLVAREZ-BUYLLA|ŻÓŁĆ-GĘŚLA|TZȘ|O’BRIEN|ßTRAUẞ"
        "|ÇELIKĞ|WOLFESCHLEGELSTEINHAUSEN",
        "Ministre de l’Économie et des Finances|Représentant spécial (2018–2021)|Fjármálaráðherra",
        "Côte d’Ivoire|Türkiye|Bosnie-Herzégovine|São Tomé et Príncipe",
    ),
    Script(
        "Vietnamese",
        "vi",
        "Nguyễn|Thị Ánh Ẳng|Phước Vĩnh|Đặng Ngọc|Ỷ Lan",
        "NGUYỄN PHƯỚC BẢO ĐẠI|TRẦN QUỐC TUẤN|LÊ THỊ HỒNG GẤM|VÕ NGUYÊN GIÁP|ĐỖ MƯỜI",
        "Bộ trưởng Bộ Ngoại giao|Thứ trưởng Bộ Kế hoạch và Đầu tư kiêm Trưởng đoàn đàm phán",
        "Việt Nam|Ngân hàng Phát triển Việt Nam",
    ),
    Script(
        "Cyrillic",
        "ru",
        "Анна|Йордан|Ёлка|Ђорђе|Љубица|Їжак|Ўладзімір|Николай",
        "ЩЕДРИН-КОРЖЕНЕВСКАЯ|ЙОРДАНОВ|ЊЕГОШ|ЄВГЕН ҐУДЗЬ|ЫЙ|ТЯПКИН-ЛЯПКИН",
        "Заместитель Министра иностранных дел|Чрезвычайный и Полномочный Посол в Республике"
        " Таджикистан по совместительству и Постоянный представитель",
        "Российская Федерация|Украина|Организация Договора о коллективной безопасности",
    ),
    Script(
        "Tajik",
        "tg",
        "Ҷамшед|Фирӯза|Ғафур|Қурбон|Ҳикмат|Ӣсо",
        "ҒАФУРЗОДА|ҚУРБОНӢ-ӮКТАМЗОДА|ҲИКМАТӢ|ҶӮРАЕВ|МИРЗОЕВА",
        "Вазири рушди иқтисод ва савдои Ҷумҳурии Тоҷикистон|Ҷонишини Ҳамоҳангсоз",
        "Тоҷикистон|Иёлоти Муттаҳидаи Амрико|Бонки Осиёии Рушд",
    ),
    Script(
        "Arabic",
        "ar",
        "محمد|عبد الرحمن|لؤلؤة|فاطمة الزهراء|عَبْدُ اللهِ|إلهام",
        "الحسيني|بن لادن آل خليفة الهاشمي المكي|الأمير|مُحَمَّدٌ|لا إله|العلي (UN 2018)",
        "وزير الشؤون الخارجية والتعاون الدولي|نائب المدير العام (FAO) لشؤون آسيا 2018",
        "المملكة العربية السعودية|الإمارات العربية المتحدة|منظمة التعاون الإسلامي",
    ),
    Script(
        "Persian",
        "fa",
        "ژاله|گیتی|محمدحسین|چنگیز|پریسا",
        "گیلانی‌نژاد|چراغعلی‌زاده پژوهشگر|کی‌خسروی|رضایی ۱۲۳|شه‌پر",
        "معاون وزیر امور خارجه|مشاور ارشد وزیر نیرو (آب و برق) 45 سال",
        "ایران (جمهوری اسلامی)|افغانستان",
    ),
    Script(
        "Urdu",
        "ur",
        "بینظیر|ڈاکٹر عائشہ|شہباز|ٹیپو",
        "بھٹو زرداری|چوہدری|ڑنگیلے خان|گیلانی (PK)",
        "وزیر خارجہ|ڈپٹی سیکرٹری برائے منصوبہ بندی",
        "پاکستان|آزاد جموں و کشمیر",
    ),
    Script(
        "Hebrew",
        "he",
        "אברהם|שָׂרָה|יוסף־חיים|צִפּוֹרָה",
        "בן־ציון הכהן קוק|רוזנצוויג (MFA)|כ״ץ|לוי 2018 Ltd",
        "שר החוץ|סגן מנכ״ל לענייני כלכלה, OECD ו־UN",
        "ישראל|בנק הפועלים",
    ),
    Script(
        "Armenian",
        "hy",
        "Հովհաննես|Անի|Գևորգ|Շուշան",
        "ՏԵՐ-ՊԵՏՐՈՍՅԱՆ|Խաչատուրյան-Սարգսյան|Ղազարյան|Օհանջանյան",
        "Արտաքին գործերի նախարարի տեղակալ|Նախագահի խորհրդական",
        "Հայաստան|Եվրասիական տնտեսական միություն",
    ),
    Script(
        "Georgian",
        "ka",
        "კონსტანტინე|ნინო|ქეთევან|ჟანა",
        "გამსახურდია-ჭავჭავაძე|წყალტუბელი|ყიფიანი|Ჭავჭავაძე",
        "საგარეო საქმეთა მინისტრის მოადგილე|პრემიერ-მინისტრი",
        "საქართველო|შავი ზღვის ეკონომიკური თანამშრომლობა",
    ),
    Script(
        "Thai",
        "th",
        "สมชาย|น้ำผึ้ง|ปั๊มน้ำ|เก๋|พิริยะ",
        "เจ้าพระยาสุรศักดิ์มนตรี|ศรีสุขสวัสดิ์วงศ์ ณ อยุธยา|ใจดีน้ำ|ปิ่นเกล้า|กตัญญู",
        "รัฐมนตรีว่าการกระทรวงการต่างประเทศ|ผู้อำนวยการกองความร่วมมือระหว่างประเทศด้านทรัพยากรน้ำ",
        "ประเทศไทย|ธนาคารเพื่อการเกษตร",
    ),
    Script(
        "Devanagari",
        "hi",
        "लक्ष्मी|कृष्ण|श्री राम|ज्ञानेश्वर|हिन्दी",
        "कृष्णमूर्ति श्रीवास्तव|द्विवेदी|क्षत्रिय|र्‍यांचे त्र्यंबक|शृंगार",
        "विदेश राज्य मंत्री|जल शक्ति मंत्रालय के संयुक्त सचिव एवं प्रतिनिधिमण्डल के प्रमुख",
        "भारत|नेपाल सङ्घीय लोकतान्त्रिक गणतन्त्र",
    ),
    # Conjuncts, signs that stand before, above, below and around their letter, letters below it.
    Script(
        "Bengali",
        "bn",
        "রবীন্দ্রনাথ|কৃষ্ণা|জ্ঞানেন্দ্র|শ্রেয়সী|বৌমা",
        "চট্টোপাধ্যায়|উদ্দিন|মুখোপাধ্যায় রায়চৌধুরী|ভট্টাচার্য্য|ব্রাহ্মণবাড়িয়া (১২)",
        "পররাষ্ট্রমন্ত্রী|পানিসম্পদ মন্ত্রণালয়ের অতিরিক্ত সচিব ও প্রতিনিধিদলের প্রধান",
        "বাংলাদেশ|বাংলাদেশ পানি উন্নয়ন বোর্ড",
    ),
    Script(
        "Assamese",
        "as",
        "জ্যোতিপ্ৰসাদ|ৰত্নাৱলী|কৃষ্ণকান্ত|শ্ৰীমন্ত|প্ৰিয়ংকা",
        "আগৰৱালা|হাজৰিকা|ভূঞা|বৰদলৈ|চক্ৰৱৰ্তী",
        "মুখ্য সচিব|জলসম্পদ বিভাগৰ সঞ্চালক",
        "অসম|ব্ৰহ্মপুত্ৰ ব’ৰ্ড",
    ),
    Script(
        "Gurmukhi",
        "pa",
        "ਗੁਰਪ੍ਰੀਤ|ਸ਼੍ਰੀਮਤੀ|ਹਰਕਿਸ਼ਨ|ਜਸਵੰਤ|ਵਿਸ਼੍ਵਾਸ",
        "ਸਿੰਘ|ਸੰਧੂ|ਢਿੱਲੋਂ|ਬ੍ਰਾਹਮਣ|ਆਹਲੂਵਾਲੀਆ",
        "ਵਿਦੇਸ਼ ਮੰਤਰੀ|ਜਲ ਸਰੋਤ ਵਿਭਾਗ ਦੇ ਪ੍ਰਮੁੱਖ ਸਕੱਤਰ",
        "ਭਾਰਤ|ਪੰਜਾਬ",
    ),
    Script(
        "Gujarati",
        "gu",
        "કૃષ્ણકાંત|જ્ઞાનેશ્વર|શ્રીમતી|લક્ષ્મી|હૃદયનાથ",
        "બ્રહ્મભટ્ટ|ત્રિવેદી|પટેલ|વાઘેલા|વિદ્યાર્થી",
        "વિદેશ મંત્રી|જળ સંસાધન વિભાગના સંયુક્ત સચિવ",
        "ભારત|ગુજરાત",
    ),
    Script(
        "Odia",
        "or",
        "କୃଷ୍ଣଚନ୍ଦ୍ର|ଜ୍ଞାନେନ୍ଦ୍ର|ଲକ୍ଷ୍ମୀପ୍ରିୟା|ଶ୍ରୀକାନ୍ତ|ସୌମ୍ୟା",
        "ମହାପାତ୍ର|ପଟ୍ଟନାୟକ|ତ୍ରିପାଠୀ|ମିଶ୍ର|ବ୍ରହ୍ମା",
        "ବୈଦେଶିକ ମନ୍ତ୍ରୀ|ଜଳ ସମ୍ପଦ ବିଭାଗର ଯୁଗ୍ମ ସଚିବ",
        "ଭାରତ|ଓଡ଼ିଶା",
    ),
    Script(
        "Tamil",
        "ta",
        "லக்ஷ்மி|ஸ்ரீகிருஷ்ணன்|கண்ணன்|சொர்ணவள்ளி|ஜெயலட்சுமி",
        "முருகன்|சுப்பிரமணியம்|தேவாரப்பெருமாள்|பொன்னம்பலம்|நெடுஞ்செழியன் (12)",
        "வெளியுறவு அமைச்சர்|நீர்வளத் துறையின் முதன்மைச் செயலாளர் மற்றும் தூதுக்குழுத் தலைவர்",
        "இலங்கை|சிங்கப்பூர் பொதுப் பயனீட்டுக் கழகம்",
    ),
    Script(
        "Telugu",
        "te",
        "కృష్ణమూర్తి|లక్ష్మీప్రసన్న|జ్ఞానేశ్వర్|శ్రీనివాస్|స్త్రీరత్న",
        "రాజ్యలక్ష్మి|విశ్వనాథ్|చంద్రశేఖర్|బ్రహ్మానందం|రావు",
        "విదేశాంగ మంత్రి|జలవనరుల శాఖ సంయుక్త కార్యదర్శి",
        "భారతదేశం|తెలంగాణ",
    ),
    Script(
        "Kannada",
        "kn",
        "ಕೃಷ್ಣಮೂರ್ತಿ|ಲಕ್ಷ್ಮೀನಾರಾಯಣ|ಜ್ಞಾನೇಶ್ವರಿ|ಶ್ರೀಕಾಂತ್|ಸ್ತ್ರೀರತ್ನ",
        "ರಾಜ್ಯಶ್ರೀ|ವಿಶ್ವೇಶ್ವರಯ್ಯ|ಬ್ರಹ್ಮಾನಂದ|ಹೆಗ್ಗಡೆ|ಪ್ರಾರ್ಥನಾ",
        "ವಿದೇಶಾಂಗ ಸಚಿವ|ಜಲಸಂಪನ್ಮೂಲ ಇಲಾಖೆಯ ಜಂಟಿ ಕಾರ್ಯದರ್ಶಿ",
        "ಭಾರತ|ಕರ್ನಾಟಕ",
    ),
    Script(
        "Malayalam",
        "ml",
        "കൃഷ്ണൻകുട്ടി|ലക്ഷ്മിക്കുട്ടി|ജ്ഞാനപ്പാന|ശ്രീധരൻ|പ്രഹ്ളാദൻ",
        "നമ്പൂതിരിപ്പാട്|വർഗ്ഗീസ്|ബ്രഹ്മാനന്ദൻ|ചങ്ങമ്പുഴ|നായർ",
        "വിദേശകാര്യ മന്ത്രി|ജലവിഭവ വകുപ്പ് പ്രിൻസിപ്പൽ സെക്രട്ടറി",
        "ഇന്ത്യ|കേരളം",
    ),
    Script(
        "Sinhala",
        "si",
        "ශ්‍රීමා|චන්ද්‍රිකා|ලක්ෂ්මී|ප්‍රේමදාස|කෞශල්‍යා",
        "බණ්ඩාරනායක|වික්‍රමසිංහ|ධර්මප්‍රිය|ඤාණසාර|කුමාරතුංග (12)",
        "විදේශ අමාත්‍ය|වාරිමාර්ග අමාත්‍යාංශයේ අතිරේක ලේකම් සහ දූත පිරිසේ ප්‍රධානියා",
        "ශ්‍රී ලංකාව|ශ්‍රී ලංකා මහ බැංකුව",
    ),
    Script(
        "Lao",
        "lo",
        "ສົມສັກ|ບຸນຍັງ|ຄຳປີ່ນ|ເຫຼົ່າທອງ|ນ້ຳຝົນ",
        "ວົງສາ|ຈັນທະວົງ|ໄຊຍະສິດ|ພົມວິຫານ|ຫຼວງລາດ",
        "ລັດຖະມົນຕີກະຊວງການຕ່າງປະເທດ|ຫົວໜ້າກົມສົນທິສັນຍາແລະກົດໝາຍຫົວໜ້າຄະນະຜູ້ແທນ 2018",
        "ສາທາລະນະລັດປະຊາທິປະໄຕປະຊາຊົນລາວ|ທະນາຄານແຫ່ງ ສປປ ລາວ",
    ),
    Script(
        "Khmer",
        "km",
        "សុភា|វុទ្ធី|ស្រីពេជ្រ|គន្ធា|កញ្ញា",
        "ព្រហ្មបុត្រ|សុខ|ឈឺន|អ៊ុំ សំអុល|ចន្ទ្រាវតី",
        "រដ្ឋមន្ត្រីក្រសួងការបរទេសនិងសហប្រតិបត្តិការអន្តរជាតិ|អគ្គនាយក ១២",
        "ព្រះរាជាណាចក្រកម្ពុជា|គណៈកម្មការទន្លេមេគង្គ",
    ),
    Script(
        "Burmese",
        "my",
        "အောင်မြင့်|ခင်ခင်ကြီး|မင်္ဂလာ|သန္တာ|ဝင်းမြင့်ဌေး",
        "ဆန်းစုကြည်|ကျော်ဇွာ|ရွှေတိဂုံ|ပဏ္ဍိတ|ဥက္ကာ",
        "နိုင်ငံခြားရေးဝန်ကြီးဌာနအမြဲတမ်းအတွင်းဝန်|ညွှန်ကြားရေးမှူးချုပ် ၁၂",
        "ပြည်ထောင်စုသမ္မတမြန်မာနိုင်ငံတော်|မြန်မာနိုင်ငံတော်ဗဟိုဘဏ်",
    ),
    Script(
        "Amharic",
        "am",
        "አበበ|ብርሃኔ|ጽዮን|ወርቅነሽ|ቋንቋ",
        "በቀለ|ገብረኢየሱስ|ኃይለማርያም|ጓንጉል|ፏፏቴ",
        "የውጭ ጉዳይ ሚኒስትር|የውሃና ኢነርጂ ሚኒስቴር ሚኒስትር ዴኤታ እና የልዑካን ቡድን መሪ",
        "ኢትዮጵያ|የኢትዮጵያ ንግድ ባንክ",
    ),
    Script(
        "Tigrinya",
        "ti",
        "ሃይለ|ለተብርሃን|ጸጋይ|ቐዳማይ|ዃንዃን",
        "ተስፋይ|ወልደሚካኤል|ገብረእግዚኣብሄር|ቈራሒት|ኰኰብ",
        "ሚኒስተር ጉዳያት ወጻኢ|ሓላፊ ልኡኽ፣ ክፍሊ ማያት",
        "ኤርትራ|ባንክ ኤርትራ",
    ),
    Script(
        "Dhivehi",
        "dv",
        "އަޙްމަދު|މުޙައްމަދު|ޢާއިޝާ|އިބްރާހީމް|ފާޠިމަތު",
        "ނަޝީދު|ޞާލިޙު|ޢަބްދުއްރަޙްމާން|މަނިކުފާނު (MV) 12|ޣަފޫރު",
        "ޚާރިޖީ ވަޒީރު|މިނިސްޓްރީ އޮފް އެންވަޔަރަންމަންޓްގެ ޑިރެކްޓަރ ޖެނެރަލް",
        "ދިވެހިރާއްޖެ|މޯލްޑިވްސް މަނިޓަރީ އޮތޯރިޓީ",
    ),
    Script(
        "Korean",
        "ko",
        "민준|서연|가람하늘|韓國",
        "김|황보남궁독고선우제갈|쀍뷁|李舜臣",
        "외교부 장관|물관리기본계획 국제협력담당관 (서울) 2018",
        "대한민국|한국수자원공사",
    ),
    Script(
        "Japanese",
        "ja",
        "太郎|さくら|ヴァレリー|骨直",
        "勅使河原|小笠原左衛門|令和刃海|渡邉ー",
        "外務大臣|国土交通省水管理・国土保全局長（東京）",
        "日本国|独立行政法人国際協力機構",
    ),
    Script(
        "Simplified Chinese",
        "zh-hans",
        "小明|欧阳|骨直|海令",
        "王|司徒上官诸葛东方皇甫尉迟|刃|慕容长孙",
        "外交部副部长|水利部国际合作与科技司司长、代表团团长（北京）",
        "中华人民共和国|亚洲基础设施投资银行",
    ),
    Script(
        "Traditional Chinese",
        "zh-hant",
        "小龍|麗華|龜壽|骨直",
        "歐陽|諸葛東方|蕭鑾|臺灣黃",
        "國際合作司司長|經濟部水利署署長（臺北）",
        "香港特別行政區|澳門",
    ),
    Script(
        "Greek",
        "el",
        "Άννα|Ἀριστοτέλης|Γεώργιος|Ϊων",
        "ΠΑΠΑΔΌΠΟΥΛΟΣ-ΑΝΑΓΝΏΣΤΟΥ|Ξενάκης|Ώχρα|Ψ",
        "Υφυπουργός Εξωτερικών|Γενικός Διευθυντής Υδάτινων Πόρων και Πολιτικής Προστασίας",
        "Ελλάδα|Κύπρος",
    ),
    # Two directions in one line: brackets, digits, isolates, marks without a letter of a language.
    Script(
        "mixed",
        "",
        "Ali (علي)|محمد 2018-05-03 B|\u2067محمد\u2069 Ahmad|John \u2068יוסף (3)\u2069 Smith",
        "AL-RASHID (الراشد) 12%|كوهين COHEN כהן|\u2066ABC (1)\u2069 عربي|e\u0301\u0323X A\u030a"
        "|עברית, English, عربي",
        "Director (مدير) 3–4 / 2018|مستشار UN-Water ل 12 دولة (SDG 6.5)|יועץ \u2066C++ (v2)\u2069",
        "Republic of Korea (대한민국)|League of Arab States (جامعة الدول العربية)",
    ),
)

WORDS = {
    "en": "Delegate",
    "ru": "Делегат",
    "tg": "Намоянда",
    "fr": "Délégué",
    "ar": "مندوب",
    "ko": "대표",
    "ja": "代表団",
    "zh": "代表",
}
TITLES = {
    "en": "High-level International Conference on Water",
    "fr": "Conférence internationale de haut niveau sur l’eau",
    "ru": "Международная конференция высокого уровня по воде",
    "ar": "المؤتمر الدولي الرفيع المستوى بشأن المياه",
    "ko": "물에 관한 고위급 국제회의",
    "ja": "水に関するハイレベル国際会議",
    "zh": "水问题高级别国际会议",
}
PLACES = {"ar": "دوشنبه", "ru": "Душанбе", "ko": "두샨베", "ja": "ドゥシャンベ", "zh": "杜尚别"}
COLOURS = ("#1d4f91", "#f2c230", "#ffffff", "#000000", "#23734a")
# What a badge may lack: photo, flag, own name, function.
PRESENCES = tuple(tuple(bool(number & bit) for bit in (1, 2, 4, 8)) for number in range(15, -1, -1))
# Department, ministry.
DUTIES = tuple(tuple(bool(number & bit) for bit in (1, 2)) for number in range(4))

FLAG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path fill="#c33" d="M0 0h4v3H0z"/>'
    b'<path fill="#fff" d="M0 1h4v1H0z"/><circle cx="2" cy="1.5" r=".4" fill="#fc0"/></svg>'
)


def pictures() -> dict[str, Asset]:
    """A photo that is no plain colour, a flag, a logo; by the keys that people have."""
    portrait = Image.radial_gradient("L").resize((413, 531)).convert("RGB")
    ImageDraw.Draw(portrait).ellipse((120, 120, 290, 330), fill="#9a6b4b")
    out = io.BytesIO()
    portrait.save(out, "PNG")
    return {
        "photo": Asset(layout.JPEG, photos.encoded_by_us(out.getvalue())),
        "flag": Asset(layout.SVG, FLAG),
        "logo": Asset(layout.SVG, FLAG),
    }


def people(count: int, *, occasions: int = 1) -> list[BadgeContent]:
    """The first so many. Each block of sixteen has one presence of each kind; department, ministry,
    both or neither are the same in a block. `occasions`: in how many conferences each presence is
    met, which decides how many skeletons there are.
    """
    dice = random.Random(3)
    scripts = islice(cycle(SCRIPTS), count)
    made = (
        _person(dice, script, number, number // len(PRESENCES) % occasions)
        for number, script in enumerate(scripts)
    )
    return [_with_duty(person, number) for number, person in enumerate(made)]


def in_own_script(language: str) -> list[BadgeContent]:
    """Each of the names that a language has here, in its own script, on a badge with all parts."""
    script = next(script for script in SCRIPTS if script.language == language)
    names = zip(script.given.split("|"), script.family.split("|"), strict=True)
    return [
        replace(
            _person(random.Random(3), script, number, 0),
            own_name=Localized(f"{given} {family}", language),
        )
        for number, (given, family) in enumerate(names)
    ]


def _person(dice: random.Random, script: Script, number: int, shift: int) -> BadgeContent:
    has_photo, has_flag, has_own_name, has_function = PRESENCES[number % len(PRESENCES)]
    language = script.language
    own = f"{_one(dice, script.family)} {_one(dice, script.given)}"
    given = Localized(_one(dice, script.given), "")
    family = Localized(_one(dice, script.family, longer=True), "")
    return replace(
        _occasion(number % len(PRESENCES) + shift),
        given_name=given,
        family_name=family,
        own_name=Localized(own, language) if has_own_name else NOTHING,
        function=(
            Localized(_one(dice, script.functions, longer=True), language)
            if has_function
            else NOTHING
        ),
        delegation_name=Localized(_one(dice, script.delegations, longer=True), language),
        delegation_flag="flag" if has_flag else "",
        photo="photo" if has_photo else "",
        serial=f"2018-{number:05d}",
        code=codes.encode_code(dice.randbytes(10)),
        # Every other badge was issued before there were tokens.
        token=_token(number) if number % 2 else "",
    )


def _token(number: int) -> str:
    """As large as any: nobody believes it, and what draws it does not ask."""
    octets = random.Random(number).randbytes(tokens.BODY_BYTES + tokens.SIGNATURE_BYTES)
    return tokens.PREFIX + tokens.base45(octets)


def _with_duty(person: BadgeContent, number: int) -> BadgeContent:
    """In the script of the person, by dice of their own."""
    dice, script = random.Random(number), SCRIPTS[number % len(SCRIPTS)]
    has_department, has_ministry = DUTIES[number // len(PRESENCES) % len(DUTIES)]
    department = _one(dice, script.functions, longer=True)
    ministry = _one(dice, script.delegations, longer=True)
    return replace(
        person,
        department=Localized(department, script.language) if has_department else NOTHING,
        ministry=Localized(ministry, script.language) if has_ministry else NOTHING,
    )


def _one(dice: random.Random, said: str, *, longer: bool = False) -> str:
    """One of them; now and then several, so that it must wrap, shrink and be cut short."""
    many = dice.choice((1, 1, 1, 1, 2, 3, 6)) if longer else 1
    return " ".join(dice.choices(said.split("|"), k=many))


def _occasion(number: int) -> BadgeContent:
    """A conference and a category, without a person."""
    languages = list(TITLES)
    language = languages[number % len(languages)]
    words = [language, *("en", "ru", "tg")][: number % 3 + 1]
    return BadgeContent(
        language=language,
        conference_title=Localized(TITLES[language], language),
        conference_short_title=NOTHING if number % 4 else Localized(TITLES[language], language),
        conference_dates=Localized("20–22.05.2018", language),
        conference_place=Localized(PLACES.get(language, "Dushanbe"), language),
        conference_logo="logo" if number % 2 else "",
        category_letter="VHDOIMPNSRTC"[number % 12],
        category_words=tuple(Localized(WORDS[one], one) for one in words),
        category_colour=COLOURS[number % len(COLOURS)],
        category_is_hatched=number % 5 == 3,
        given_name=NOTHING,
        family_name=NOTHING,
        delegation_name=NOTHING,
        zones=tuple("ABCDEFGHIJ"[: number % 11]),
        serial="",
        code="",
    )
