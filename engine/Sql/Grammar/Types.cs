using System.Globalization;
using Spindle.Columnar.Types;
using Spindle.Sql.Parsing.Lexing;

namespace Spindle.Sql.Parsing.Grammar;

/// <summary>Types, and lists of columns with types.</summary>
internal sealed class Types(SparkGrammar grammar) : Production(grammar)
{
    public DataType Type()
    {
        Cursor.Enter();
        var type = OneType();
        Cursor.Leave();
        return type;
    }

    /// <summary><c>name [:] type [NOT NULL] [COMMENT 'text'] (, …)*</c>.</summary>
    public StructType Columns()
    {
        var fields = new List<Field>();
        do
            fields.Add(Column());
        while (Cursor.AcceptSymbol(","));
        return new StructType(fields.ToValueList());
    }

    public Field Column()
    {
        var name = Grammar.Names.Name("a column name");
        Cursor.AcceptSymbol(":");
        var type = Type();
        var nullable = !Cursor.AcceptWords("NOT", "NULL");
        Cursor.Accept("NULL");
        if (Cursor.Accept("DEFAULT"))
            Grammar.Expressions.Expression();
        var comment = Cursor.Accept("COMMENT") ? Grammar.Literals.Text() : null;
        return new Field(name, type, nullable, comment);
    }

    private DataType OneType()
    {
        var token = Cursor.Current;
        if (token.Kind != TokenKind.Word)
            throw Cursor.Unexpected("a type");
        Grammar.Names.CheckPlain(token);
        Cursor.Advance();
        switch (token.Text)
        {
            case "ARRAY":
                return Array();
            case "MAP":
                return Map();
            case "STRUCT":
                return Struct();
            case "INTERVAL":
                return Interval();
            case "DECIMAL" or "DEC" or "NUMERIC":
                return Decimal(token);
            case "CHAR" or "CHARACTER":
                return new CharType(Length(token));
            case "VARCHAR":
                return new VarcharType(Length(token));
            case "STRING":
                return Cursor.Accept("COLLATE") ? new StringType(string.Join(".", Grammar.Names.MultiPart("a collation")).ToUpperInvariant()) : DataType.String;
            case "TIME":
                return Time();
            case "TIMESTAMP":
                return Timestamp();
        }

        return Simple(token.Text) ?? throw Unknown(token);
    }

    private static DataType? Simple(string name) => name switch
    {
        "BOOLEAN" => DataType.Boolean,
        "TINYINT" or "BYTE" => DataType.Byte,
        "SMALLINT" or "SHORT" => DataType.Short,
        "INT" or "INTEGER" => DataType.Int,
        "BIGINT" or "LONG" => DataType.Long,
        "FLOAT" or "REAL" => DataType.Float,
        "DOUBLE" => DataType.Double,
        "BINARY" => DataType.Binary,
        "DATE" => DataType.Date,
        "TIMESTAMP_LTZ" => DataType.Timestamp,
        "TIMESTAMP_NTZ" => DataType.TimestampNtz,
        "VARIANT" => DataType.Variant,
        "VOID" => DataType.Null,
        _ => null,
    };

    private static readonly string[] Known =
    [
        "ARRAY", "BIGINT", "BINARY", "BOOLEAN", "BYTE", "CHAR", "DATE", "DECIMAL", "DOUBLE", "FLOAT", "INT", "INTEGER", "INTERVAL", "LONG", "MAP", "NUMERIC", "REAL", "SHORT", "SMALLINT",
        "STRING", "STRUCT", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "TIMESTAMP_NTZ", "TINYINT", "VARCHAR", "VARIANT", "VOID",
    ];

    private Columnar.Errors.SpindleException Unknown(Token token)
    {
        var written = Cursor.Text[token.Start..token.Stop];
        var near = Columnar.Errors.NearNames.Closest(token.Text, Known);
        return new(SyntaxErrors.UnsupportedDataType, $"there is no type {written}", token.Origin, parameters: new Dictionary<string, string> { ["typeName"] = $"\"{token.Text}\"" })
        {
            SqlText = Cursor.Text,
            Hint = near is null ? null : $"did you mean {near}?",
        };
    }

    private ArrayType Array()
    {
        Cursor.ExpectSymbol("<");
        var element = Type();
        Cursor.ExpectClosingAngle();
        return new ArrayType(element);
    }

    private MapType Map()
    {
        Cursor.ExpectSymbol("<");
        var key = Type();
        Cursor.ExpectSymbol(",");
        var value = Type();
        Cursor.ExpectClosingAngle();
        return new MapType(key, value);
    }

    private StructType Struct()
    {
        if (Cursor.AcceptSymbol("<>"))
            return StructType.Empty;
        Cursor.ExpectSymbol("<");
        var columns = Cursor.Current.Text is ">" or ">>" or ">>>" ? StructType.Empty : Columns();
        Cursor.ExpectClosingAngle();
        return columns;
    }

    private DecimalType Decimal(Token token)
    {
        if (!Cursor.AcceptSymbol("("))
            return new DecimalType(10, 0);
        var precision = WholeNumber();
        var scale = Cursor.AcceptSymbol(",") ? WholeNumber() : 0;
        Cursor.ExpectSymbol(")");
        var origin = Cursor.Since(token.Start);
        if (precision > DecimalType.MaxPrecision)
            throw Cursor.Error(SyntaxErrors.DecimalPrecisionExceeded, $"a decimal has at most {DecimalType.MaxPrecision} digits, not {precision}", origin);
        if (scale > precision)
            throw Cursor.Error(SyntaxErrors.DecimalScaleAbovePrecision, $"a decimal of {precision} digits cannot have {scale} of them after the point", origin);
        return new DecimalType(precision, scale);
    }

    private int Length(Token token)
    {
        if (!Cursor.AtSymbol("("))
            throw Cursor.Error(SyntaxErrors.MissingTypeLength, $"{token.Text} needs a length: {token.Text}(10)", token.Origin);
        Cursor.Advance();
        var length = WholeNumber();
        Cursor.ExpectSymbol(")");
        return length;
    }

    private TimeType Time()
    {
        var precision = 6;
        if (Cursor.AcceptSymbol("("))
        {
            var token = Cursor.Current;
            precision = WholeNumber();
            if (precision > 6)
                throw Cursor.Error(SyntaxErrors.UnsupportedTimePrecision, $"a time has at most 6 digits of a second, not {precision}", token.Origin);
            Cursor.ExpectSymbol(")");
        }

        Cursor.AcceptWords("WITHOUT", "TIME", "ZONE");
        return new TimeType(precision);
    }

    private DataType Timestamp()
    {
        if (Cursor.AcceptWords("WITHOUT", "TIME", "ZONE"))
            return DataType.TimestampNtz;
        return Cursor.AcceptWords("WITH", "LOCAL", "TIME", "ZONE") || !Grammar.Settings.TimestampIsLocal ? DataType.Timestamp : DataType.TimestampNtz;
    }

    /// <summary>What follows INTERVAL in a type: nothing, a field, or a range of fields.</summary>
    private DataType Interval()
    {
        var field = Cursor.Current;
        if (!IntervalFields.IsField(field))
            return DataType.CalendarInterval;
        Cursor.Advance();
        var end = field;
        if (Cursor.Accept("TO"))
            end = Cursor.Advance();
        return IntervalFields.Type(field.Text, end.Text) ?? throw Cursor.Error(Columnar.Errors.ErrorClasses.ParseSyntaxError,
            $"there is no type INTERVAL {field.Text} TO {end.Text}", field.Origin.To(end.Origin));
    }

    private int WholeNumber()
    {
        if (Cursor.Current.Kind != TokenKind.Integer || !int.TryParse(Cursor.Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw Cursor.Unexpected("a whole number");
        Cursor.Advance();
        return value;
    }
}
