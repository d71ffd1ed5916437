using Spindle.Columnar.Types;
using Spindle.Functions.Catalog.Binding;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Plans.Expressions;
using Spindle.Plans.UserCode;

namespace Spindle.Functions.Catalog;

/// <summary>Functions of the user's as entries of the table.</summary>
public static class UserFunctionEntries
{
    private const string Family = "user_defined_funcs";

    public static FunctionEntry Of(string name, UserFunction function) =>
        new(name.ToLowerInvariant(), [name.ToLowerInvariant()], FunctionKind.Scalar, Family, $"{function.Code.Method}, a function of the program", call => Bind(call with { DisplayName = name }, function)) { NeedsKernel = false };

    public static FunctionEntry Of(string name, UserAggregate function) =>
        new(name.ToLowerInvariant(), [name.ToLowerInvariant()], FunctionKind.Aggregate, Family, $"{function.Update.Method}, an aggregate of the program", call => Bind(call with { DisplayName = name }, function)) { NeedsKernel = false };

    public static Expression Bind(CallSite call, UserFunction function) => new UserCall(call.DisplayName, function, Arguments(call, function.Parameters)) { Origin = call.Origin };

    public static Expression Bind(CallSite call, UserAggregate function)
    {
        var traits = FunctionTraits.CanRaise | (function.IsDeterministic ? FunctionTraits.None : FunctionTraits.Nondeterministic);
        return new AggregateCall(call.Name.ToLowerInvariant(), call.DisplayName, Arguments(call, function.Parameters), call.Distinct, call.Filter, call.WithinGroup, function.Result, function.ResultNullable,
            traits, call.Session.Mode) { User = function, Origin = call.Origin };
    }

    private static ValueList<Expression> Arguments(CallSite call, ValueList<UserParameter> parameters)
    {
        if (call.Count != parameters.Count)
            throw BindingErrors.WrongNumberOfArguments(call, $"{parameters.Count}");
        return call.Arguments.Select((a, i) => call.Convert(a, Pattern(parameters[i].Type).Coerce(a.Type) ?? throw BindingErrors.UnexpectedType(call, i, Pattern(parameters[i].Type).Text))).ToValueList();
    }

    // Decimals of any precision are read as they are, and so are timestamps of both kinds; the rest is cast.
    private static TypePattern Pattern(DataType type) => type switch
    {
        DecimalType => new FamilyPattern(type.Sql, t => t is DecimalType, type, t => t is NumericType or StringType ? type : null),
        TimestampType => new FamilyPattern(type.Sql, t => t is TimestampType or TimestampNtzType, type, t => t is DateType || TypeFamilies.IsText(t) ? type : null),
        _ => type,
    };
}
