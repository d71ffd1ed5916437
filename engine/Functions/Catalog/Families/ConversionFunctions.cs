using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Catalog.Families;

/// <summary>Types used as functions: <c>int(x)</c> is a cast that names leave out.</summary>
internal static class ConversionFunctions
{
    public static IReadOnlyList<FunctionEntry> Entries { get; } = Build();

    private static IReadOnlyList<FunctionEntry> Build()
    {
        var family = new FamilyBuilder("conversion_funcs");
        foreach (var (name, type) in new (string, DataType)[]
        {
            ("boolean", DataType.Boolean), ("tinyint", DataType.Byte), ("smallint", DataType.Short), ("int", DataType.Int), ("bigint", DataType.Long), ("float", DataType.Float),
            ("double", DataType.Double), ("decimal", new DecimalType(10, 0)), ("date", DataType.Date), ("timestamp", DataType.Timestamp), ("binary", DataType.Binary), ("string", DataType.String),
        })
        {
            family.Add(name, FunctionKind.Scalar, $"The value as {type.Sql}.", call => Cast(call, name == "timestamp" ? call.Session.TimestampType : type), needsKernel: false);
        }

        return family.Entries;
    }

    private static Expression Cast(CallSite call, DataType type)
    {
        var value = ArgumentBinder.Bind(call, Signature.Of(Accept.Any))[0];
        if (!CastRules.Exists(value.Type, type, call.Session.IsAnsi))
        {
            throw BindingErrors.Mismatch(call, CastRules.Exists(value.Type, type, false) ? "CAST_WITH_CONF_SUGGESTION" : "CAST_WITHOUT_SUGGESTION",
                $"{value.Type.Sql} cannot be cast to {type.Sql}.", ("srcType", $"\"{value.Type.Sql}\""), ("targetType", $"\"{type.Sql}\""));
        }

        return new Cast(value, type, call.Session.Mode, CastRules.NeedsZone(value.Type, type) ? call.Session.TimeZone : null, Implicit: true) { Origin = call.Origin };
    }
}
