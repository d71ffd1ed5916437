namespace Spindle.Tpch.Text;

/// <summary>The word lists of the specification that columns choose from, each word equally likely, in the order that decides.</summary>
internal static class Vocabulary
{
    public static readonly WordList Regions = WordList.Parse("AFRICA|AMERICA|ASIA|EUROPE|MIDDLE EAST");

    public static readonly WordList Nations = WordList.Parse(
        "ALGERIA|ARGENTINA|BRAZIL|CANADA|EGYPT|ETHIOPIA|FRANCE|GERMANY|INDIA|INDONESIA|IRAN|IRAQ|JAPAN|JORDAN|KENYA|MOROCCO|"
        + "MOZAMBIQUE|PERU|CHINA|ROMANIA|SAUDI ARABIA|VIETNAM|RUSSIA|UNITED KINGDOM|UNITED STATES");

    /// <summary>The region of each nation, in the order of <see cref="Nations"/>.</summary>
    public static ReadOnlySpan<byte> RegionOfNation =>
        [0, 1, 1, 1, 4, 0, 3, 3, 2, 2, 4, 4, 2, 4, 0, 0, 0, 1, 2, 3, 4, 2, 3, 3, 1];

    public static readonly WordList Segments = WordList.Parse("AUTOMOBILE|BUILDING|FURNITURE|HOUSEHOLD|MACHINERY");

    public static readonly WordList Priorities = WordList.Parse("1-URGENT|2-HIGH|3-MEDIUM|4-NOT SPECIFIED|5-LOW");

    public static readonly WordList Instructions = WordList.Parse("DELIVER IN PERSON|COLLECT COD|TAKE BACK RETURN|NONE");

    public static readonly WordList ShipModes = WordList.Parse("REG AIR|AIR|RAIL|TRUCK|MAIL|FOB|SHIP");

    /// <summary>The first two are drawn for lines received by the current date, the third stands for the rest.</summary>
    public static readonly WordList ReturnFlags = WordList.Parse("R|A|N");

    public static readonly WordList LineStatuses = WordList.Parse("F|O");

    public static readonly WordList OrderStatuses = WordList.Parse("F|O|P");

    public static readonly WordList Containers = WordList.Product(
        "SM|LG|MED|JUMBO|WRAP", "CASE|BOX|BAG|JAR|PACK|PKG|CAN|DRUM");

    public static readonly WordList PartTypes = WordList.Product(
        "STANDARD|SMALL|MEDIUM|LARGE|ECONOMY|PROMO", "ANODIZED|BURNISHED|PLATED|POLISHED|BRUSHED", "TIN|NICKEL|BRASS|STEEL|COPPER");

    public static readonly WordList Manufacturers = WordList.Parse(
        "Manufacturer#1|Manufacturer#2|Manufacturer#3|Manufacturer#4|Manufacturer#5");

    /// <summary>Brand#mb: manufacturer m, then b of 1 .. 5.</summary>
    public static readonly WordList Brands = new(
        [.. from m in Enumerable.Range(1, 5) from b in Enumerable.Range(1, 5) select $"Brand#{m}{b}"]);

    public static readonly WordList Colors = WordList.Parse(
        "almond|antique|aquamarine|azure|beige|bisque|black|blanched|blue|blush|brown|burlywood|burnished|chartreuse|chiffon|"
        + "chocolate|coral|cornflower|cornsilk|cream|cyan|dark|deep|dim|dodger|drab|firebrick|floral|forest|frosted|gainsboro|"
        + "ghost|goldenrod|green|grey|honeydew|hot|indian|ivory|khaki|lace|lavender|lawn|lemon|light|lime|linen|magenta|maroon|"
        + "medium|metallic|midnight|mint|misty|moccasin|navajo|navy|olive|orange|orchid|pale|papaya|peach|peru|pink|plum|"
        + "powder|puff|purple|red|rose|rosy|royal|saddle|salmon|sandy|seashell|sienna|sky|slate|smoke|snow|spring|steel|tan|"
        + "thistle|tomato|turquoise|violet|wheat|white|yellow");
}
