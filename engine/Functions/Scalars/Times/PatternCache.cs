using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Formats.Patterns;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Times;

/// <summary>The pattern that was asked for last, compiled: patterns are almost always constants.</summary>
internal sealed class PatternCache(Call call, PatternUse use)
{
    private static readonly ErrorClass Malformed = new("INVALID_DATETIME_PATTERN.WITH_SUGGESTION", "22007");
    private static readonly ErrorClass NotOfTimes = new("INVALID_PARAMETER_VALUE.PATTERN", "22023");

    private byte[] text = [];
    private DateTimePattern? pattern;

    public DateTimePattern For(ReadOnlySpan<byte> wanted)
    {
        if (pattern is not null && wanted.SequenceEqual(text))
            return pattern;
        try
        {
            pattern = DateTimePattern.Compile(Encoding.UTF8.GetString(wanted), use);
        }
        catch (SpindleException error) when (!error.Origin.IsKnown)
        {
            // A pattern of local times and of times of day never was one of Spark 2's.
            var (errorClass, parameters) = call.ResultType is TimestampNtzType && !call.Name.EndsWith("date", StringComparison.Ordinal) ? (Malformed, error.Parameters)
                : IsOfTimes ? (NotOfTimes, OfPattern(wanted))
                : (error.ErrorClass, error.Parameters);
            throw new SpindleException(errorClass, error.Message, call.Origin, error, parameters);
        }

        if (IsOfTimes && pattern.NamesDatesOrZones)
            throw new SpindleException(NotOfTimes, $"'{pattern.Text}' names more than a time of day has", call.Origin, parameters: OfPattern(wanted));
        text = wanted.ToArray();
        return pattern;
    }

    private bool IsOfTimes => call.Arguments[0].Type is TimeType || call.ResultType is TimeType;

    private Dictionary<string, string> OfPattern(ReadOnlySpan<byte> wanted) => new()
    {
        ["functionName"] = $"`{call.Name}`", ["parameter"] = "`format`", ["value"] = $"'{Encoding.UTF8.GetString(wanted)}'",
    };
}
