using System.Globalization;
using Spindle.Columnar.Errors;
using Spindle.Differential.Tests.Answers;
using Spindle.Differential.Tests.Queries;
using Spindle.Sql;

namespace Spindle.Differential.Tests.Engines;

/// <summary>A session under some settings, answering in canonical values.</summary>
public sealed class SpindleEngine(Session session) : IEngine, IDisposable
{
    public Session Session { get; } = session;

    public Dialect Dialect => Dialect.Spark;

    public Answer Answer(string sql)
    {
        try
        {
            return new Answer([.. Session.Sql(sql).Collect().Select(row => (IReadOnlyList<object?>)[.. row.Select(Canonical)])]);
        }
        catch (SpindleException e)
        {
            return Answers.Answer.OfError(e.ErrorClass.ToString(), e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Answers.Answer.OfError("a bug: " + e.GetType().Name, $"{e.Message}\n{string.Join('\n', (e.StackTrace ?? "").Split('\n').Take(6))}");
        }
    }

    public void Dispose() => Session.Dispose();

    private static string Invariant(object? value) => "n:" + Convert.ToString(value, CultureInfo.InvariantCulture);

    private static object? Canonical(object? value) => value switch
    {
        null => null,
        bool truth => truth ? "b:true" : "b:false",
        string text => "s:" + text,
        DateOnly date => string.Create(CultureInfo.InvariantCulture, $"d:{date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber}"),
        DateTime time => string.Create(CultureInfo.InvariantCulture, $"t:{(time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond}"),
        float number => number == 0 ? 0.0 : (double)number,
        double number => number == 0 ? 0.0 : number,
        decimal number => Decimal(number),
        byte[] bytes => "x:" + Convert.ToHexStringLower(bytes),
        Row row => new NestedValue('r', [.. row.Select(Canonical)]),
        Dictionary<object, object?> map => CanonicalValue.OfEntries(map.Select(e => (Canonical(e.Key), Canonical(e.Value)))),
        object?[] items => new NestedValue('l', [.. items.Select(Canonical)]),
        _ => Invariant(value),
    };

    private static string Decimal(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return "n:" + (text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text) is var canonical && canonical == "n:-0" ? "n:0" : canonical;
    }
}
