using Spindle.Columnar.Types;
using Spindle.Plans.UserCode;

namespace Spindle.UserCode.Capturing;

/// <summary>A value by itself as it travels: a broadcast variable's, a total's.</summary>
/// <param name="Bytes">As <see cref="CapturedWriter"/> writes them.</param>
/// <param name="Assemblies">The program's assemblies that it names.</param>
public sealed record CapturedValue(ReadOnlyMemory<byte> Bytes, ValueList<ProgramAssembly> Assemblies)
{
    /// <param name="path">How a person finds the value.</param>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE.CAPTURED_VALUE: it cannot be sent; the error names it.</exception>
    public static CapturedValue Of(object? value, string path)
    {
        using var writer = new CapturedWriter(new MethodReach());
        writer.Value(value, path);
        return new CapturedValue(writer.ToArray(), writer.Assemblies);
    }

    /// <summary>The value again.</summary>
    /// <param name="bytes">Disposed.</param>
    public static object? Read(Stream bytes, IAssemblySource assemblies, IHandleSource handles)
    {
        using var reader = new CapturedReader(bytes, assemblies, handles);
        return reader.Value();
    }
}
