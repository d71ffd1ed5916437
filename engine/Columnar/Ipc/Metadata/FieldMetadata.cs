using System.Globalization;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Ipc.Metadata;

/// <summary>
/// Types that Arrow has no name for travel as the nearest Arrow type, with the engine's own name in the field's metadata.
/// </summary>
internal static class FieldMetadata
{
    internal const string TypeKey = "SPINDLE:type";
    internal const string Comment = "comment";

    private const string UserPrefix = "user ";
    private const string CollatePrefix = "string collate ";

    /// <summary>The name to store, or null where the Arrow type says it all.</summary>
    internal static string? NameOf(DataType type) => type switch
    {
        CharType or VarcharType or VariantType => type.Name,
        StringType { Collation: not StringType.Utf8Binary } text => CollatePrefix + text.Collation,
        TimeType { Precision: not 6 } => type.Name,
        YearMonthIntervalType interval when interval != new YearMonthIntervalType() => type.Name,
        DayTimeIntervalType interval when interval != new DayTimeIntervalType() => type.Name,
        UserDefinedType user => UserPrefix + user.TypeName,
        _ => null,
    };

    /// <summary>The named type where it goes with what the Arrow type reads as, else the latter: metadata is never trusted.</summary>
    internal static DataType Refine(DataType plain, string? name)
    {
        if (name is null)
            return plain;
        if (name.StartsWith(UserPrefix, StringComparison.Ordinal) && plain.Physical.IsFixedWidth())
            return new UserDefinedType(name[UserPrefix.Length..], plain);

        return plain switch
        {
            StringType when name.StartsWith(CollatePrefix, StringComparison.Ordinal) => new StringType(name[CollatePrefix.Length..]),
            StringType when Parameter(name, "char") is { } length => new CharType(length),
            StringType when Parameter(name, "varchar") is { } length => new VarcharType(length),
            BinaryType when name == DataType.Variant.Name => DataType.Variant,
            TimeType when Parameter(name, "time") is { } precision and <= 6 => new TimeType(precision),
            YearMonthIntervalType => YearMonth(name) ?? plain,
            DayTimeIntervalType => DayTime(name) ?? plain,
            _ => plain,
        };
    }

    /// <summary>The number in <c>word(number)</c>, or null where the text is none such.</summary>
    private static int? Parameter(string text, string word)
    {
        if (!text.StartsWith(word, StringComparison.Ordinal) || text.Length < word.Length + 3
            || text[word.Length] != '(' || text[^1] != ')')
            return null;

        ReadOnlySpan<char> digits = text.AsSpan(word.Length + 1, text.Length - word.Length - 2);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
    }

    private static YearMonthIntervalType? YearMonth(string name)
    {
        foreach (YearMonthField start in Enum.GetValues<YearMonthField>())
        {
            for (YearMonthField end = start; end <= YearMonthField.Month; end++)
            {
                var type = new YearMonthIntervalType(start, end);
                if (type.Name == name)
                    return type;
            }
        }

        return null;
    }

    private static DayTimeIntervalType? DayTime(string name)
    {
        foreach (DayTimeField start in Enum.GetValues<DayTimeField>())
        {
            for (DayTimeField end = start; end <= DayTimeField.Second; end++)
            {
                var type = new DayTimeIntervalType(start, end);
                if (type.Name == name)
                    return type;
            }
        }

        return null;
    }
}
