namespace Spindle.Sql;

// Functions over text.
public static partial class Functions
{
    /// <summary>SQL's <c>ascii</c>.</summary>
    public static Column Ascii(Column col) => Call("ascii", col);

    /// <summary>SQL's <c>base64</c>.</summary>
    public static Column Base64(Column col) => Call("base64", col);

    /// <summary>SQL's <c>bit_length</c>.</summary>
    public static Column BitLength(Column col) => Call("bit_length", col);

    /// <summary>SQL's <c>btrim</c>.</summary>
    public static Column Btrim(Column str, object? trim = null) => CallGiven("btrim", str, trim);

    /// <summary>SQL's <c>char</c>.</summary>
    public static Column Char(Column col) => Call("char", col);

    /// <summary>SQL's <c>char_length</c>.</summary>
    public static Column CharLength(Column str) => Call("char_length", str);

    /// <summary>SQL's <c>character_length</c>.</summary>
    public static Column CharacterLength(Column str) => Call("character_length", str);

    /// <summary>SQL's <c>chr</c>.</summary>
    public static Column Chr(object? n) => Call("chr", Lit(n));

    /// <summary>SQL's <c>collate</c>.</summary>
    public static Column Collate(Column col, object? collation) => Call("collate", col, Lit(collation));

    /// <summary>SQL's <c>collation</c>.</summary>
    public static Column Collation(Column col) => Call("collation", col);

    /// <summary>SQL's <c>concat_ws</c>.</summary>
    public static Column ConcatWs(object? sep, params Column[] cols) => Call("concat_ws", [Lit(sep), .. cols]);

    /// <summary>SQL's <c>contains</c>.</summary>
    public static Column Contains(Column left, Column right) => Call("contains", left, right);

    /// <summary>SQL's <c>decode</c>.</summary>
    public static Column Decode(Column col, object? charset) => Call("decode", col, Lit(charset));

    /// <summary>SQL's <c>elt</c>.</summary>
    public static Column Elt(params Column[] inputs) => Call("elt", inputs);

    /// <summary>SQL's <c>encode</c>.</summary>
    public static Column Encode(Column col, object? charset) => Call("encode", col, Lit(charset));

    /// <summary>SQL's <c>endswith</c>.</summary>
    public static Column EndsWith(Column str, object? suffix) => Call("endswith", str, Lit(suffix));

    /// <summary>SQL's <c>find_in_set</c>.</summary>
    public static Column FindInSet(Column str, Column strArray) => Call("find_in_set", str, strArray);

    /// <summary>SQL's <c>format_number</c>.</summary>
    public static Column FormatNumber(Column col, object? d) => Call("format_number", col, Lit(d));

    /// <summary>SQL's <c>format_string</c>.</summary>
    public static Column FormatString(object? format, params Column[] cols) => Call("format_string", [Lit(format), .. cols]);

    /// <summary>SQL's <c>from_base32</c>.</summary>
    public static Column FromBase32(Column col) => Call("from_base32", col);

    /// <summary>SQL's <c>initcap</c>.</summary>
    public static Column InitCap(Column col) => Call("initcap", col);

    /// <summary>SQL's <c>instr</c>.</summary>
    public static Column Instr(Column str, object? substr, Column? start = null, object? occurrence = null) => CallGiven("instr", str, substr, start, occurrence);

    /// <summary>SQL's <c>is_valid_utf8</c>.</summary>
    public static Column IsValidUtf8(Column str) => Call("is_valid_utf8", str);

    /// <summary>SQL's <c>jaro_winkler_similarity</c>.</summary>
    public static Column JaroWinklerSimilarity(Column left, Column right) => Call("jaro_winkler_similarity", left, right);

    /// <summary>SQL's <c>lcase</c>.</summary>
    public static Column Lcase(Column str) => Call("lcase", str);

    /// <summary>SQL's <c>left</c>.</summary>
    public static Column Left(Column str, object? len) => Call("left", str, Lit(len));

    /// <summary>SQL's <c>length</c>.</summary>
    public static Column Length(Column col) => Call("length", col);

    /// <summary>SQL's <c>levenshtein</c>.</summary>
    public static Column Levenshtein(Column left, Column right, object? threshold = null) => CallGiven("levenshtein", left, right, threshold);

    /// <summary>SQL's <c>locate</c>.</summary>
    public static Column Locate(object? substr, Column str, object? pos = null) => CallGiven("locate", substr, str, pos);

    /// <summary>SQL's <c>lower</c>.</summary>
    public static Column Lower(Column col) => Call("lower", col);

    /// <summary>SQL's <c>lpad</c>.</summary>
    public static Column Lpad(Column col, object? len, object? pad) => Call("lpad", col, Lit(len), Lit(pad));

    /// <summary>SQL's <c>ltrim</c>.</summary>
    public static Column Ltrim(Column col, object? trim = null) => CallGiven("ltrim", col, trim);

    /// <summary>SQL's <c>make_valid_utf8</c>.</summary>
    public static Column MakeValidUtf8(Column str) => Call("make_valid_utf8", str);

    /// <summary>SQL's <c>mask</c>.</summary>
    public static Column Mask(Column col, object? upperChar = null, object? lowerChar = null, object? digitChar = null, object? otherChar = null) => CallGiven("mask", col, upperChar, lowerChar, digitChar, otherChar);

    /// <summary>SQL's <c>octet_length</c>.</summary>
    public static Column OctetLength(Column col) => Call("octet_length", col);

    /// <summary>SQL's <c>overlay</c>.</summary>
    public static Column Overlay(Column src, object? replace, object? pos, object? len = null) => CallGiven("overlay", src, replace, pos, len);

    /// <summary>SQL's <c>parse_url</c>.</summary>
    public static Column ParseUrl(Column url, object? partToExtract, Column? key = null) => CallGiven("parse_url", url, partToExtract, key);

    /// <summary>SQL's <c>position</c>.</summary>
    public static Column Position(object? substr, Column str, Column? start = null) => CallGiven("position", substr, str, start);

    /// <summary>SQL's <c>printf</c>.</summary>
    public static Column Printf(object? format, params Column[] cols) => Call("printf", [Lit(format), .. cols]);

    /// <summary>SQL's <c>quote</c>.</summary>
    public static Column Quote(Column col) => Call("quote", col);

    /// <summary>SQL's <c>randstr</c>.</summary>
    public static Column Randstr(Column length, object? seed = null) => CallGiven("randstr", length, seed);

    /// <summary>SQL's <c>regexp_count</c>.</summary>
    public static Column RegexpCount(Column str, object? regexp) => Call("regexp_count", str, Lit(regexp));

    /// <summary>SQL's <c>regexp_extract</c>.</summary>
    public static Column RegexpExtract(Column str, object? pattern, object? idx = null) => CallGiven("regexp_extract", str, pattern, idx);

    /// <summary>SQL's <c>regexp_extract_all</c>.</summary>
    public static Column RegexpExtractAll(Column str, object? regexp, object? idx = null) => CallGiven("regexp_extract_all", str, regexp, idx);

    /// <summary>SQL's <c>regexp_instr</c>.</summary>
    public static Column RegexpInstr(Column str, object? regexp, object? idx = null) => CallGiven("regexp_instr", str, regexp, idx);

    /// <summary>SQL's <c>regexp_replace</c>.</summary>
    public static Column RegexpReplace(Column @string, object? pattern, object? replacement, object? position = null) => CallGiven("regexp_replace", @string, pattern, replacement, position);

    /// <summary>SQL's <c>regexp_substr</c>.</summary>
    public static Column RegexpSubstr(Column str, object? regexp) => Call("regexp_substr", str, Lit(regexp));

    /// <summary>SQL's <c>repeat</c>.</summary>
    public static Column Repeat(Column col, object? n) => Call("repeat", col, Lit(n));

    /// <summary>SQL's <c>replace</c>.</summary>
    public static Column Replace(Column src, object? search, object? replace) => Call("replace", src, Lit(search), Lit(replace));

    /// <summary>SQL's <c>right</c>.</summary>
    public static Column Right(Column str, object? len) => Call("right", str, Lit(len));

    /// <summary>SQL's <c>rpad</c>.</summary>
    public static Column Rpad(Column col, object? len, object? pad) => Call("rpad", col, Lit(len), Lit(pad));

    /// <summary>SQL's <c>rtrim</c>.</summary>
    public static Column Rtrim(Column col, object? trim = null) => CallGiven("rtrim", col, trim);

    /// <summary>SQL's <c>sentences</c>.</summary>
    public static Column Sentences(Column @string, object? language = null, object? country = null) => CallGiven("sentences", @string, language, country);

    /// <summary>SQL's <c>soundex</c>.</summary>
    public static Column Soundex(Column col) => Call("soundex", col);

    /// <summary>SQL's <c>split</c>.</summary>
    public static Column Split(Column str, object? pattern, object? limit = null) => CallGiven("split", str, pattern, limit);

    /// <summary>SQL's <c>split_part</c>.</summary>
    public static Column SplitPart(Column src, object? delimiter, object? partNum) => Call("split_part", src, Lit(delimiter), Lit(partNum));

    /// <summary>SQL's <c>startswith</c>.</summary>
    public static Column StartsWith(Column str, object? prefix) => Call("startswith", str, Lit(prefix));

    /// <summary>SQL's <c>substr</c>.</summary>
    public static Column Substr(Column str, object? pos, object? len = null) => CallGiven("substr", str, pos, len);

    /// <summary>SQL's <c>substring</c>.</summary>
    public static Column Substring(Column str, object? pos, object? len = null) => CallGiven("substring", str, pos, len);

    /// <summary>SQL's <c>substring_index</c>.</summary>
    public static Column SubstringIndex(Column str, object? delim, object? count) => Call("substring_index", str, Lit(delim), Lit(count));

    /// <summary>SQL's <c>to_base32</c>.</summary>
    public static Column ToBase32(Column col) => Call("to_base32", col);

    /// <summary>SQL's <c>to_binary</c>.</summary>
    public static Column ToBinary(Column col, object? format = null) => CallGiven("to_binary", col, format);

    /// <summary>SQL's <c>to_char</c>.</summary>
    public static Column ToChar(Column col, object? format) => Call("to_char", col, Lit(format));

    /// <summary>SQL's <c>to_number</c>.</summary>
    public static Column ToNumber(Column col, object? format) => Call("to_number", col, Lit(format));

    /// <summary>SQL's <c>to_varchar</c>.</summary>
    public static Column ToVarchar(Column col, object? format) => Call("to_varchar", col, Lit(format));

    /// <summary>SQL's <c>translate</c>.</summary>
    public static Column Translate(Column srcCol, object? matching, object? replace) => Call("translate", srcCol, Lit(matching), Lit(replace));

    /// <summary>SQL's <c>trim</c>.</summary>
    public static Column Trim(Column col, object? trim = null) => CallGiven("trim", col, trim);

    /// <summary>SQL's <c>try_parse_url</c>.</summary>
    public static Column TryParseUrl(Column url, object? partToExtract, Column? key = null) => CallGiven("try_parse_url", url, partToExtract, key);

    /// <summary>SQL's <c>try_to_binary</c>.</summary>
    public static Column TryToBinary(Column col, object? format = null) => CallGiven("try_to_binary", col, format);

    /// <summary>SQL's <c>try_to_number</c>.</summary>
    public static Column TryToNumber(Column col, object? format) => Call("try_to_number", col, Lit(format));

    /// <summary>SQL's <c>try_url_decode</c>.</summary>
    public static Column TryUrlDecode(Column str) => Call("try_url_decode", str);

    /// <summary>SQL's <c>try_validate_utf8</c>.</summary>
    public static Column TryValidateUtf8(Column str) => Call("try_validate_utf8", str);

    /// <summary>SQL's <c>ucase</c>.</summary>
    public static Column Ucase(Column str) => Call("ucase", str);

    /// <summary>SQL's <c>unbase64</c>.</summary>
    public static Column Unbase64(Column col) => Call("unbase64", col);

    /// <summary>SQL's <c>upper</c>.</summary>
    public static Column Upper(Column col) => Call("upper", col);

    /// <summary>SQL's <c>url_decode</c>.</summary>
    public static Column UrlDecode(Column str) => Call("url_decode", str);

    /// <summary>SQL's <c>url_encode</c>.</summary>
    public static Column UrlEncode(Column str) => Call("url_encode", str);

    /// <summary>SQL's <c>validate_utf8</c>.</summary>
    public static Column ValidateUtf8(Column str) => Call("validate_utf8", str);
}
