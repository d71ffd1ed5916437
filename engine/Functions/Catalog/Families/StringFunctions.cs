using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Functions of text and bytes. Positions are 1-based and count code points.</summary>
internal static class StringFunctions
{
    private static readonly Signature OneText = Signature.Of(Accept.Text);
    private static readonly Signature TwoTexts = Signature.Of(Accept.Text, Accept.Text);

    public static IReadOnlyList<FunctionEntry> Entries { get; } = new FamilyBuilder("string_funcs")
        .Scalar("upper, ucase", "The text in upper case.", OneText, DataType.String)
        .Scalar("lower, lcase", "The text in lower case.", OneText, DataType.String)
        .Scalar("initcap", "Each word's first letter in upper case, the rest in lower case.", OneText, DataType.String)
        .Add("concat, ||:concat", FunctionKind.Scalar, "The arguments one after the other: text, binary or arrays.", Concat)
        .Scalar("concat_ws", "The arguments that are not null, with a separator between them.", Signature.Of(Accept.Text).Then(Accept.OneOf(Accept.ArrayOf(DataType.String), Accept.Text)),
            Result.Is(DataType.String), Nulls.Never, prepare: null)
        .Scalar("substring, substr", "A part by position and length; from the end for a negative position.",
            Signature.Of(Accept.TextOrBinary, Accept.Int, Signature.Optional(Accept.Int, Literal.Of(int.MaxValue))), Result.As(0))
        .Rewrite("left", "The first characters.", Signature.Of(Accept.TextOrBinary, Accept.Int), call => Substring(call, [call[0], Literal.Of(1), call[1]]))
        .Scalar("right", "The last characters.", Signature.Of(Accept.Text, Accept.Int), DataType.String)
        .Scalar("length, len, char_length, character_length", "The number of characters, or of bytes of binary.", Signature.Of(Accept.TextOrBinary), DataType.Int)
        .Scalar("octet_length", "The number of bytes.", Signature.Of(Accept.TextOrBinary), DataType.Int)
        .Scalar("bit_length", "The number of bits.", Signature.Of(Accept.TextOrBinary), DataType.Int)
        .Add("trim", FunctionKind.Scalar, "The text without spaces, or other characters, at both ends.", call => Trim(call, "trim"))
        .Add("ltrim", FunctionKind.Scalar, "The text without spaces, or other characters, at its start.", call => Trim(call, "ltrim"))
        .Add("rtrim", FunctionKind.Scalar, "The text without spaces, or other characters, at its end.", call => Trim(call, "rtrim"))
        .Scalar("btrim", "The text without spaces, or other characters, at both ends.", Signature.Of(Accept.Text, Signature.MayLack(Accept.Text)), DataType.String)
        .Add("lpad", FunctionKind.Scalar, "The text or binary filled up on the left, or cut, to a length.", call => Pad(call, "lpad"))
        .Add("rpad", FunctionKind.Scalar, "The text or binary filled up on the right, or cut, to a length.", call => Pad(call, "rpad"))
        .Scalar("repeat", "The text so many times.", Signature.Of(Accept.Text, Accept.Int), DataType.String)
        .Scalar("replace", "The text with each occurrence of a part replaced.", Signature.Of(Accept.Text, Accept.Text, Signature.Optional(Accept.Text, Literal.Of(""))), DataType.String)
        .Scalar("reverse", "The text or array in reverse order.", Signature.Of(Accept.OneOf(Accept.Text, Accept.Binary, Accept.Array)), Result.As(0))
        .Scalar("translate", "Characters replaced one for one.", Signature.Of(Accept.Text, Accept.Text, Accept.Text), DataType.String)
        .Add("instr", FunctionKind.Scalar, "Where a part stands, the first time or a given one from a position on; 0 where it does not.", Instr, otherKernels: "instr_from")
        .Add("position, locate", FunctionKind.Scalar, "Where a part first stands at or after a position; 0 where it does not.", Locate, id: "locate")
        .Scalar("contains", "True when the text holds a part.", TwoTexts, DataType.Boolean)
        .Scalar("startswith", "True when the text starts with a part.", TwoTexts, DataType.Boolean)
        .Scalar("endswith", "True when the text ends with a part.", TwoTexts, DataType.Boolean)
        .Scalar("ascii", "The code point of the first character; 0 for none.", OneText, DataType.Int)
        .Scalar("chr, char", "The character of a code, modulo 256.", Signature.Of(Accept.Long), DataType.String)
        .Scalar("space", "So many spaces.", Signature.Of(Accept.Int), DataType.String)
        .Scalar("split", "The parts between matches of a regular expression, at most so many.", Signature.Of(Accept.Text, Accept.Text, Signature.Optional(Accept.Int, Literal.Of(-1))),
            Result.ArrayOf(DataType.String), traits: FunctionTraits.CanRaise)
        .Scalar("split_part", "The part of a number between separators; from the end for a negative one.", Signature.Of(Accept.Text, Accept.Text, Accept.Int), DataType.String,
            traits: FunctionTraits.CanRaise)
        .Scalar("substring_index", "The text before so many separators; after, from the end, for a negative number.", Signature.Of(Accept.Text, Accept.Text, Accept.Int), DataType.String)
        .Scalar("regexp_replace", "The text with each match of a regular expression replaced, from a position on.",
            Signature.Of(Accept.Text, Accept.Text, Accept.Text, Signature.Optional(Accept.Int, Literal.Of(1))), DataType.String, traits: FunctionTraits.CanRaise)
        .Scalar("regexp_extract", "A group of the first match of a regular expression; empty where there is none.",
            Signature.Of(Accept.Text, Accept.Text, Signature.Optional(Accept.Int, Literal.Of(1))), DataType.String, traits: FunctionTraits.CanRaise)
        .Add("levenshtein", FunctionKind.Scalar, "How many edits lie between two texts; -1 for more than a threshold.", Levenshtein)
        .Scalar("format_string, printf", "Arguments in the places of a format's conversions, as Java's Formatter has them.", Signature.Of(Accept.Text).Then(Accept.Any), Result.Is(DataType.String), Nulls.Always, prepare: null)
        .Scalar("format_number", "A number with grouped digits and so many after the point.", Signature.Of(Accept.Numeric, Accept.OneOf(Accept.Int, Accept.Text)), DataType.String)
        .Entries;

    private static Expression Instr(CallSite call)
    {
        if (call.Count is not (3 or 4))
            call = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Text, Signature.MayLack(Accept.Int), Signature.MayLack(Accept.Int)));
        if (call.Count == 2)
            return Calls.Of(call, "instr", DataType.Int, Calls.IsNullable(call, Nulls.FromArguments), FunctionTraits.NullIntolerant);
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Text, Accept.Int, Signature.Optional(Accept.Int, Literal.Of(1))));
        return Calls.Of(bound, "instr_from", DataType.Int, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.CanRaise | FunctionTraits.NullIntolerant);
    }

    /// <summary>A constant null threshold makes the whole null; one in a row does not.</summary>
    private static Expression Levenshtein(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Text, Signature.MayLack(Accept.Int)));
        return bound.Count == 3 && bound[2] is Literal { Value: null }
            ? call.Named(Literal.Null(DataType.Int), call.Form)
            : Calls.Of(bound, "levenshtein", DataType.Int, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.None);
    }

    private static Expression Substring(CallSite call, IEnumerable<Expression> arguments)
    {
        var bound = call.With(arguments);
        return new Call("substring", "substring", bound.Arguments, bound.TypeOf(0), Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.NullIntolerant);
    }

    private static Expression Concat(CallSite call)
    {
        if (call.Arguments.Any(a => a.Type is ArrayType))
        {
            if (call.Arguments.Any(a => a.Type is not ArrayType))
                throw BindingErrors.NoCommonType(call, call.Arguments);
            var arrays = ArgumentBinder.Unify(call);
            return Calls.Of(arrays, "concat", arrays.TypeOf(0), Calls.IsNullable(arrays, Nulls.FromArguments), FunctionTraits.NullIntolerant);
        }

        var target = call.Count > 0 && !call.Session.ConcatBinaryAsString && call.Arguments.All(a => a.Type is BinaryType) ? (DataType)DataType.Binary : DataType.String;
        var bound = ArgumentBinder.Bind(call, new Signature([], target));
        return Calls.Of(bound, "concat", target, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.NullIntolerant);
    }

    /// <summary><c>TRIM(chars FROM text)</c>, whose characters come first; the kernel takes them second, as btrim has them.</summary>
    private static Expression Trim(CallSite call, string id)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Signature.MayLack(Accept.Text)));
        if (bound.Count == 2)
            bound = bound.With([bound[1], bound[0]]);
        if (bound.Count == 1)
            return Calls.Of(bound, id, DataType.String, bound[0].Nullable, FunctionTraits.NullIntolerant);
        var direction = id switch
        {
            "ltrim" => "LEADING",
            "rtrim" => "TRAILING",
            _ => "BOTH",
        };
        var form = $"TRIM({direction} {call.Names.Of(bound[1])} FROM {call.Names.Of(bound[0])})";
        return call.Named(Calls.Of(bound, id, DataType.String, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.NullIntolerant), form);
    }

    private static Expression Pad(CallSite call, string id)
    {
        var binary = call.Count > 1 && call.TypeOf(0) is BinaryType && (call.Count == 2 || call.TypeOf(2) is BinaryType);
        var pattern = binary ? Accept.Binary : Accept.Text;
        var filling = binary ? new Literal(new ByteString(new byte[1]), DataType.Binary) : Literal.Of(" ");
        var bound = ArgumentBinder.Bind(call, Signature.Of(pattern, Accept.Int, Signature.Optional(pattern, filling)));
        return Calls.Of(bound, id, bound.TypeOf(0), Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.NullIntolerant);
    }

    private static Expression Locate(CallSite call)
    {
        var bound = ArgumentBinder.Bind(call, Signature.Of(Accept.Text, Accept.Text, Signature.Optional(Accept.Int, Literal.Of(1))));
        return Calls.Of(bound, "locate", DataType.Int, Calls.IsNullable(bound, Nulls.FromArguments), FunctionTraits.None);
    }
}
