using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Formats.Csv;

namespace Spindle.Formats.Tests.Csv;

public class CsvReaderTests
{
    [Theory]
    [InlineData("a,b,c\n", "a|b|c")]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("a,,c\r\nd,e,f\r\n", "a|-|c;d|e|f")]
    [InlineData("a,b,c\rd,e,f", "a|b|c;d|e|f")]
    [InlineData("\n  \na,b,c\n\n\n", "a|b|c")]
    [InlineData("\"a,x\",\"b\"\"\",c\n", "a,x|\"b\"\"\"|c")]
    [InlineData("\"a\\\"x\",\"b\\\\\",\"c\\d\"\n", "a\"x|b\\|c\\d")]
    [InlineData("\"a\"  ,\"\",c\n", "a|-|c")]
    [InlineData("a\"b,x\"y\",\"c\n", "a\"b|x\"y\"|c")]
    [InlineData("\"a\"x,b,c\n", "\"a\"x|b|c")]
    [InlineData(" a , \"b\",c \n", " a | \"b\"|c ")]
    [InlineData("värde,日本,😀\n", "värde|日本|😀")]
    public void Fields_are_found_as_Spark_finds_them(string text, string expected)
    {
        foreach (var window in new[] { int.MaxValue, 1, 2, 3, 5, 64 })
            Assert.Equal(expected, Shown(CsvFeed.Texts(text, CsvFeed.Reading(), 3, window)));
    }

    [Theory]
    [InlineData("a\tb\tc\n", "sep", "\\t", "a|b|c")]
    [InlineData("a||b||c|d\n", "sep", "||", "a|b|c|d")]
    [InlineData("\"a\"\"x\",\"\"\"\",\"c\"\"\"\n", "escape", "\"", "a\"x|\"|c\"")]
    [InlineData("'a,x',b,'c'\n", "quote", "'", "a,x|b|c")]
    [InlineData("\"a,b,c\n", "quote", "", "\"a|b|c")]
    [InlineData("#x,y\na,b,c\n #d,e,f\n", "comment", "#", "a|b|c; #d|e|f")]
    [InlineData("NA,b,\"NA\"\n", "nullValue", "NA", "-|b|-")]
    [InlineData(",\"\",c\n", "nullValue", "NA", "-||c")]
    [InlineData("\"\",b,c\n", "emptyValue", "E", "E|b|c")]
    [InlineData(" a , \"b\",  \n", "ignoreLeadingWhiteSpace", "true", "a |b|-")]
    [InlineData(" a ,b  ,  \n", "ignoreTrailingWhiteSpace", "true", " a|b|-")]
    [InlineData("a,b,c;d,e,f\n;", "lineSep", ";", "a|b|c;d|e|f\n")]
    public void Options_change_what_fields_are(string text, string option, string value, string expected)
    {
        foreach (var window in new[] { int.MaxValue, 1, 4, 7 })
            Assert.Equal(expected, Shown(CsvFeed.Texts(text, CsvFeed.Reading((option, value)), 3, window)));
    }

    [Fact]
    public void Quoted_fields_hold_line_ends_only_with_multiLine()
    {
        const string Text = "1,\"a\r\nb\",x\n\n2,\"c,\n\nd\",y\n";
        foreach (var window in new[] { int.MaxValue, 1, 6 })
        {
            Assert.Equal("1|a\r\nb|x;2|c,\n\nd|y", Shown(CsvFeed.Texts(Text, CsvFeed.Reading(("multiLine", "true")), 3, window)));
            Assert.Equal("1|a|-;b\"|x|-;2|c,|-;d\"|y|-", Shown(CsvFeed.Texts(Text, CsvFeed.Reading(), 3, window)));
        }
    }

    [Fact]
    public void Values_become_the_types_of_the_schema()
    {
        var schema = CsvFeed.Schema(("b", DataType.Boolean), ("i", DataType.Int), ("l", DataType.Long), ("d", DataType.Double), ("m", new DecimalType(6, 2)), ("w", new DecimalType(30, 1)),
            ("day", DataType.Date), ("t", DataType.Timestamp), ("n", DataType.TimestampNtz), ("s", DataType.Short), ("y", DataType.Byte), ("f", DataType.Float));
        const string Text = "TRUE,-7,9000000000,1.5E3,\"1,234.565\",12345678901234567890.15,2024-02-29,2024-07-01T12:00:00,2024-07-01 12:00:00.5,-300,127,Inf\n";
        var row = Assert.Single(CsvFeed.Read(Encoding.UTF8.GetBytes(Text), schema, CsvFeed.Reading()));
        Assert.Equal([true, -7, 9000000000L, 1500.0, (Int128)123457, Int128.Parse("123456789012345678902"), 19782, 1719860400000000L, 1719835200500000L, (short)-300, (sbyte)127, float.PositiveInfinity], row);
    }

    [Theory]
    [InlineData("int", " 1")]
    [InlineData("int", "1.0")]
    [InlineData("int", "2147483648")]
    [InlineData("boolean", "yes")]
    [InlineData("double", "nan")]
    [InlineData("decimal", "12345.6")]
    [InlineData("date", "2024-02-30")]
    [InlineData("timestamp", "noon")]
    [InlineData("ntz", "2024-07-01T12:00:00Z")]
    public void What_is_not_of_the_type_makes_the_record_malformed(string type, string text)
    {
        DataType dataType = type switch
        {
            "int" => DataType.Int,
            "boolean" => DataType.Boolean,
            "double" => DataType.Double,
            "decimal" => new DecimalType(5, 1),
            "date" => DataType.Date,
            "ntz" => DataType.TimestampNtz,
            _ => DataType.Timestamp,
        };
        if (type == "decimal")
            text += "55";
        var bytes = Encoding.UTF8.GetBytes($"x,{text},z\n");
        var schema = CsvFeed.Schema(("a", DataType.String), ("v", dataType), ("c", DataType.String), ("_corrupt_record", DataType.String));
        if (type == "decimal")
            bytes = Encoding.UTF8.GetBytes("x,123456.7,z\n");
        var record = Encoding.UTF8.GetString(bytes).TrimEnd('\n');
        Assert.Equal(["x", null, "z", record], Assert.Single(CsvFeed.Read(bytes, schema, CsvFeed.Reading())).Select(v => v?.ToString()));
        Assert.Empty(CsvFeed.Read(bytes, schema, CsvFeed.Reading(("mode", "DROPMALFORMED"))));
        var error = Assert.Throws<SpindleException>(() => CsvFeed.Read(bytes, schema, CsvFeed.Reading(("mode", "FAILFAST"))));
        Assert.Equal("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", error.ErrorClass.Name);
        Assert.Contains("the field v", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_another_width_are_malformed_unless_columns_are_pruned()
    {
        var text = "1,2\n3,4,5\n6,7,8,9\n"u8.ToArray();
        Assert.Equal("1|2|-;3|4|5;6|7|8", Shown(CsvFeed.Texts(Encoding.UTF8.GetString(text), CsvFeed.Reading(), 3)));
        Assert.Equal("3|4|5", Shown(CsvFeed.Texts(Encoding.UTF8.GetString(text), CsvFeed.Reading(("mode", "DROPMALFORMED")), 3)));
        var failFast = CsvFeed.Reading(("mode", "FAILFAST"));
        Assert.Equal("MALFORMED_CSV_RECORD", Assert.Throws<SpindleException>(() => CsvFeed.Read(text, CsvFeed.Strings(3), failFast)).ErrorClass.Name);
        Assert.Equal(["2", "4", "7"], CsvFeed.Read(text, CsvFeed.Strings(3), failFast, [1]).Select(r => r[0]!.ToString()));
    }

    [Fact]
    public void The_corrupt_record_column_may_stand_anywhere_and_must_be_a_string()
    {
        var schema = CsvFeed.Schema(("bad", DataType.String), ("a", DataType.Int), ("b", DataType.Int));
        var options = CsvFeed.Reading(("columnNameOfCorruptRecord", "bad"));
        var rows = CsvFeed.Read("1,2\n3,x\n"u8.ToArray(), schema, options);
        Assert.Equal([null, 1, 2], rows[0]);
        Assert.Equal([ByteString.Of("3,x"), 3, null], rows[1]);
        var wrong = CsvFeed.Schema(("bad", DataType.Int), ("a", DataType.Int));
        Assert.Equal("INVALID_CORRUPT_RECORD_TYPE", Assert.Throws<SpindleException>(() => CsvFeed.Read([1], wrong, options)).ErrorClass.Name);
    }

    [Theory]
    [InlineData("sep", "", "INVALID_DELIMITER_VALUE.EMPTY_STRING")]
    [InlineData("sep", "\\q", "INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER")]
    [InlineData("header", "yes", "INVALID_PARAMETER_VALUE.BOOLEAN")]
    [InlineData("encoding", "UTF-16", "INVALID_PARAMETER_VALUE.CHARSET")]
    [InlineData("quote", "ab", "INVALID_PARAMETER_VALUE.STRING")]
    [InlineData("samplingRatio", "0", "INVALID_PARAMETER_VALUE.DOUBLE")]
    [InlineData("lineSep", "abc", "INVALID_LINE_SEPARATOR.TOO_LONG")]
    [InlineData("dateFormat", "yyyy-QQQ{", "INVALID_DATETIME_PATTERN.WITH_SUGGESTION")]
    public void Options_that_make_no_sense_are_refused_by_name(string name, string value, string errorClass) =>
        Assert.Equal(errorClass, Assert.Throws<SpindleException>(() => CsvFeed.Reading((name, value))).ErrorClass.Name);

    [Fact]
    public void Dates_and_times_follow_a_given_pattern()
    {
        var schema = CsvFeed.Schema(("d", DataType.Date), ("t", DataType.Timestamp));
        var options = CsvFeed.Reading(("dateFormat", "dd/MM/yyyy"), ("timestampFormat", "MMM d, yyyy h:mm a[ XXX]"));
        var rows = CsvFeed.Read("29/02/2024;Jul 1, 2024 1:05 PM +02:00\n2024-02-29;Jul 1, 2024 1:05 PM\n"u8.ToArray(), schema, CsvOptions.ForReading(
            CsvFeed.Pairs(("dateFormat", "dd/MM/yyyy"), ("timestampFormat", "MMM d, yyyy h:mm a[ XXX]"), ("sep", ";"))));
        Assert.Equal([19782, 1719831900000000L], rows[0]);
        Assert.Equal([null, 1719864300000000L], rows[1]);
        Assert.NotNull(options.DateFormat);
    }

    private static string Shown(IEnumerable<string?[]> rows) => string.Join(";", rows.Select(r => string.Join("|", r.Select(v => v ?? "-"))));
}
