namespace Spindle.Client.Resources;

/// <summary>Which objects of a collection are meant.</summary>
/// <param name="Labels">A label selector: <c>app=x,role!=driver,tier in (a,b)</c>.</param>
/// <param name="Fields">A field selector: <c>status.phase=Running</c>.</param>
public sealed record Selection(string? Labels = null, string? Fields = null)
{
    /// <summary>Every object.</summary>
    public static readonly Selection All = new();

    /// <summary>Objects that carry each of these labels.</summary>
    public static Selection Labelled(params ReadOnlySpan<(string Key, string Value)> labels)
    {
        var terms = new string[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            terms[i] = $"{labels[i].Key}={labels[i].Value}";
        return new Selection(string.Join(',', terms));
    }
}
